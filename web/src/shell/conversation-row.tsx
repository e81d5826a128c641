import { useQueryClient } from '@tanstack/react-query';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import type { ConversationSummary } from '../../../src/serve/contract.ts';
import { fetchJson } from '../api/fetch-json.ts';
import { conversationKey, refreshConversations } from '../api/queries.ts';
import { stopAsking } from '../ask/asking.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { RenameField } from './rename-field.tsx';

type Doing = 'rename' | 'delete' | undefined;

export function ConversationRow({ conversation }: { conversation: ConversationSummary }) {
  const { id, title, excerpt } = conversation;
  const [here] = useRoute(`/c/${id}`);
  const [doing, setDoing] = useState<Doing>();
  const [failure, setFailure] = useState<string>();
  const menu = useRef<HTMLButtonElement>(null);
  /** Something was done or given up: the menu's button gets the focus back. */
  const returns = useRef(false);
  /** An item of the menu was chosen that puts the focus elsewhere itself. */
  const leads = useRef(false);
  const start = (what: Doing) => {
    leads.current = true;
    setDoing(what);
  };
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const done = () => {
    setDoing(undefined);
    returns.current = true;
  };
  useEffect(() => {
    if (doing !== undefined || !returns.current) return;
    returns.current = false;
    menu.current?.focus();
  }, [doing]);
  const send = async (init: RequestInit) => {
    try {
      await fetchJson(`/api/conversations/${id}`, init);
      setFailure(undefined);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    await refreshConversations(client);
    await client.invalidateQueries({ queryKey: conversationKey(id) });
  };
  return (
    <li className="group relative">
      {doing === 'rename' ? (
        <RenameField
          title={title}
          onCancel={done}
          onRename={(next) => {
            done();
            void send({ method: 'PATCH', body: JSON.stringify({ title: next }) });
          }}
        />
      ) : (
        <>
          <Link
            href={`/c/${id}`}
            aria-current={here ? 'page' : undefined}
            className={`block rounded-md py-1.5 pr-8 pl-2 text-sm ${here ? 'bg-line/70 font-medium' : 'hover:bg-line/50'}`}
          >
            <span className="block truncate">{title}</span>
            {excerpt !== null && <span className="line-clamp-2 text-quiet text-xs">{excerpt}</span>}
          </Link>
          <DropdownMenu.Root modal={false}>
            <DropdownMenu.Trigger asChild>
              <button
                ref={menu}
                type="button"
                aria-label={`More about “${title}”`}
                className="absolute top-1 right-1 rounded-sm p-1 text-quiet opacity-60 hover:bg-line hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100"
              >
                <Icon name="more" />
              </button>
            </DropdownMenu.Trigger>
            {/* In place, not at the end of the body: the menu of a phone is modal. */}
            <DropdownMenu.Content
              align="end"
              sideOffset={4}
              onCloseAutoFocus={(event) => {
                if (leads.current) event.preventDefault();
                leads.current = false;
              }}
              className="z-40 min-w-44 rounded-md border border-line-strong/60 bg-panel p-1 text-sm"
            >
              <Item icon="edit" onSelect={() => start('rename')}>
                Rename
              </Item>
              <Download id={id} format="markdown" name="Export as Markdown" />
              <Download id={id} format="json" name="Export as JSON" />
              <Item icon="trash" onSelect={() => start('delete')}>
                Delete
              </Item>
            </DropdownMenu.Content>
          </DropdownMenu.Root>
        </>
      )}
      {failure !== undefined && (
        <p role="alert" className="px-2 text-bad text-xs">
          {failure}
        </p>
      )}
      {doing === 'delete' && (
        <DeleteDialog
          conversation={conversation}
          onClose={done}
          onDelete={() => {
            setDoing(undefined);
            stopAsking(id);
            if (here) navigate('/', { replace: true });
            void send({ method: 'DELETE' }).then(() =>
              client.removeQueries({ queryKey: conversationKey(id) }),
            );
          }}
        />
      )}
    </li>
  );
}

const itemLook =
  'flex min-h-8 items-center gap-2.5 rounded-sm px-2 outline-none data-[highlighted]:bg-accent-soft data-[highlighted]:text-accent';

function Item(props: { icon: IconName; onSelect: () => void; children: string }) {
  return (
    <DropdownMenu.Item onSelect={props.onSelect} className={itemLook}>
      <Icon name={props.icon} /> {props.children}
    </DropdownMenu.Item>
  );
}

function Download({ id, format, name }: { id: string; format: 'markdown' | 'json'; name: string }) {
  return (
    <DropdownMenu.Item asChild className={itemLook}>
      <a href={`/api/conversations/${id}/export?format=${format}`} download>
        <Icon name="download" /> {name}
      </a>
    </DropdownMenu.Item>
  );
}

function DeleteDialog(props: {
  conversation: ConversationSummary;
  onClose: () => void;
  onDelete: () => void;
}) {
  const { title, turns } = props.conversation;
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <Dialog title="Delete this conversation?" onClose={props.onClose}>
      <p className="text-sm">
        “{title}” with {turns} {turns === 1 ? 'question' : 'questions'} and its answers will be gone
        for good.
      </p>
      <div className="mt-4 flex justify-end gap-2">
        <Button ref={keep} onClick={props.onClose}>
          Keep it
        </Button>
        <Button look="danger" onClick={props.onDelete}>
          <Icon name="trash" /> Delete
        </Button>
      </div>
    </Dialog>
  );
}
