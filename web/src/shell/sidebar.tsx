/** Where one can go: conversations, library, evaluation. */
import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { useSession } from '../api/queries.ts';
import { beginAnew } from '../ask/begin-anew.ts';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { ConversationList } from './conversation-list.tsx';
import { useTheme } from './theme.ts';

const themeIcons = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function Sidebar({ onHelp }: { onHelp: () => void }) {
  const [theme, nextTheme] = useTheme();
  const demo = useSession()?.demo ?? false;
  return (
    <div className="flex h-full flex-col">
      <header className="px-4 pt-4 pb-3">
        <Link href="/" className="flex items-center gap-2 rounded-sm">
          <img src="/icon.svg" alt="" width="22" height="22" />
          <span className="font-semibold font-serif text-lg">Groundwork</span>
        </Link>
      </header>
      <nav aria-label="Views" className="space-y-0.5 px-2">
        <Place href="/" icon="plus" onGo={beginAnew}>
          New conversation
        </Place>
        <Place href="/library" icon="library">
          Library
        </Place>
        <Place href="/evaluation" icon="evaluation">
          Evaluation
        </Place>
        {!demo && (
          <Place href="/settings" icon="settings">
            Settings
          </Place>
        )}
      </nav>
      {demo ? <div className="flex-1" /> : <ConversationList />}
      <div className="flex items-center justify-between border-line border-t px-2 py-1.5">
        <Button look="bare" size="small" onClick={nextTheme} className="text-xs!">
          <Icon name={themeIcons[theme]} />
          <span>
            <span className="sr-only">Theme: </span>
            {{ system: 'System theme', light: 'Light', dark: 'Dark' }[theme]}
          </span>
        </Button>
        <Button look="bare" size="small" onClick={onHelp} aria-label="Keys" title="Keys (?)">
          <kbd className="font-mono text-xs">?</kbd>
        </Button>
      </div>
    </div>
  );
}

interface PlaceProps {
  readonly href: string;
  readonly icon: IconName;
  readonly onGo?: () => void;
  readonly children: ReactNode;
}

function Place({ href, icon, onGo, children }: PlaceProps) {
  const [here] = useRoute(href);
  return (
    <Link
      href={href}
      onClick={onGo}
      aria-current={here ? 'page' : undefined}
      className={`flex min-h-8 items-center gap-2.5 rounded-md px-2 text-sm ${here ? 'bg-accent-soft font-medium text-accent' : 'hover:bg-line/60'}`}
    >
      <Icon name={icon} />
      {children}
    </Link>
  );
}
