/** Keeps a text that cannot be set from taking the page with it. */
import { Component, type ReactNode } from 'react';

interface SectionBoundaryProps {
  /** Shown instead: the plain source. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

export class SectionBoundary extends Component<SectionBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
