/** The frame around every view. */
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { beginAnew } from '../ask/begin-anew.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Modal } from '../ui/modal.tsx';
import { useMedia } from '../ui/use-media.ts';
import { KeyHelp } from './key-help.tsx';
import { KeyPrompt } from './key-prompt.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Sidebar } from './sidebar.tsx';
import { nextTheme } from './theme.ts';

export function Shell({ children }: { children: ReactNode }) {
  const wide = useMedia('(min-width: 48rem)');
  const [drawer, setDrawer] = useState(false);
  const [help, setHelp] = useState(false);
  const [path, navigate] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view closes the drawer
  useEffect(() => setDrawer(false), [path]);
  const begin = () => {
    beginAnew();
    navigate('/');
  };
  useShortcuts({
    '/': () => {
      const field = document.querySelector<HTMLElement>('#question');
      if (field !== null) field.focus();
      else navigate('/');
    },
    '?': () => setHelp((shown) => !shown),
    n: begin,
    l: () => navigate('/library'),
    e: () => navigate('/evaluation'),
    t: nextTheme,
  });
  const sidebar = <Sidebar onHelp={() => setHelp(true)} />;
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the content
      </a>
      {wide ? (
        <div className="h-full w-64 shrink-0 border-line border-r bg-sunken">{sidebar}</div>
      ) : (
        <header className="flex shrink-0 items-center gap-2 border-line border-b bg-sunken px-2 py-1.5">
          <Button look="bare" onClick={() => setDrawer(true)} aria-label="Open the menu">
            <Icon name="menu" />
          </Button>
          <span className="font-semibold font-serif text-lg">Groundwork</span>
          <Button look="bare" className="ml-auto" onClick={begin} aria-label="New conversation">
            <Icon name="plus" />
          </Button>
        </header>
      )}
      {!wide && drawer && (
        <Modal
          aria-label="Menu"
          closesOutside
          onClose={() => setDrawer(false)}
          className="m-0 h-dvh max-h-none w-[min(20rem,85vw)] max-w-none border-line border-r bg-sunken backdrop:bg-black/40"
        >
          {sidebar}
        </Modal>
      )}
      <main id="main" tabIndex={-1} className="min-h-0 min-w-0 flex-1">
        {children}
      </main>
      {help && <KeyHelp onClose={() => setHelp(false)} />}
      <KeyPrompt />
    </div>
  );
}
