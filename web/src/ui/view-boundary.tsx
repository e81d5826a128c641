/** Keeps a view that fails, or whose script cannot be fetched, from taking the page with it. */
import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export class ViewBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="mx-auto max-w-3xl p-6">
        <h1 className="font-semibold text-lg">This view cannot be shown</h1>
        <p role="alert" className="mt-2 text-quiet">
          Its program could not be loaded or has failed. The server may be stopped, or newer than
          this page.
        </p>
        <Button className="mt-4" onClick={() => location.reload()}>
          <Icon name="retry" /> Load the page again
        </Button>
      </div>
    );
  }
}
