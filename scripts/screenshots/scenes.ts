/** What the pictures show: which views, of which questions, at what size. */
import type { Page } from 'playwright-core';

/** Asked in this order, each in a conversation of its own; the last stands first in the list. */
export const questions = {
  compare: 'GANs versus diffusion models: which should I use?',
  chunks: 'How should I choose a chunk size?',
  declined: 'What does the Falcon 40B licence say?',
  steps: 'What are the steps of RLHF?',
  why: 'Why are attention scores divided by the square root of the key dimension?',
  formula: 'What is perplexity?',
} as const;

export type QuestionName = keyof typeof questions;

/** Where the answer to a question is found. */
export interface AnswerPlace {
  readonly conversationId: string;
  readonly turnId: string;
}

export interface Scene {
  readonly name: string;
  /** CSS pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly themes: readonly Theme[];
  readonly path: (answers: Readonly<Record<QuestionName, AnswerPlace>>) => string;
  /** Settles when everything that the picture is of can be seen. */
  readonly prepare: (page: Page) => Promise<void>;
}

export type Theme = 'light' | 'dark';

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const bothThemes = ['light', 'dark'] as const;

const answerShown = async (page: Page): Promise<void> => {
  await page.locator('a[data-why]').waitFor();
  // A stored conversation opens at its last question; the picture begins above it.
  const { width, height } = page.viewportSize() ?? desk;
  await page.mouse.move(width * 0.6, height / 2);
  await page.mouse.wheel(0, -height);
};
const openSource =
  (marker: number) =>
  async (page: Page): Promise<void> => {
    await page.locator(`[data-cite="${marker}"]`).click();
    await page.locator(`[data-name="${marker} active"]`).first().waitFor();
  };
const headingShown = (page: Page): Promise<void> => page.locator('main h1').first().waitFor();

export const scenes: readonly Scene[] = [
  {
    name: 'welcome',
    size: desk,
    themes: bothThemes,
    path: () => '/',
    prepare: (page) => page.getByText('To begin with').waitFor(),
  },
  {
    name: 'ask',
    size: desk,
    themes: bothThemes,
    path: ({ formula }) => `/c/${formula.conversationId}`,
    prepare: answerShown,
  },
  {
    name: 'check',
    size: { width: 1440, height: 900 },
    themes: bothThemes,
    path: ({ steps }) => `/c/${steps.conversationId}`,
    prepare: openSource(4),
  },
  {
    name: 'declined',
    size: desk,
    themes: bothThemes,
    path: ({ declined }) => `/c/${declined.conversationId}`,
    prepare: answerShown,
  },
  {
    name: 'why',
    size: desk,
    themes: bothThemes,
    path: ({ why }) => `/why/${why.turnId}`,
    prepare: headingShown,
  },
  {
    name: 'library',
    size: desk,
    themes: bothThemes,
    path: () => '/library',
    prepare: headingShown,
  },
  {
    name: 'evaluation',
    size: desk,
    themes: bothThemes,
    path: () => '/evaluation',
    prepare: headingShown,
  },
  {
    name: 'ask-phone',
    size: phone,
    themes: ['light'],
    path: ({ formula }) => `/c/${formula.conversationId}`,
    prepare: answerShown,
  },
  {
    name: 'check-phone',
    size: phone,
    themes: ['light'],
    path: ({ steps }) => `/c/${steps.conversationId}`,
    prepare: openSource(4),
  },
  {
    name: 'why-phone',
    size: phone,
    themes: ['light'],
    path: ({ why }) => `/why/${why.turnId}`,
    prepare: headingShown,
  },
  {
    name: 'library-phone',
    size: phone,
    themes: ['light'],
    path: () => '/library',
    prepare: headingShown,
  },
];
