import type { ComponentProps } from 'react';

const looks = {
  /** The one thing to do here. */
  primary: 'bg-accent text-on-accent border-accent hover:opacity-90',
  plain: 'bg-panel border-line hover:border-line-strong',
  /** Among text or other controls. */
  bare: 'border-transparent text-quiet hover:bg-sunken hover:text-ink',
  danger: 'bg-panel border-bad text-bad hover:bg-bad-soft',
};

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof looks;
  readonly size?: 'small' | 'normal';
}

export function Button({
  look = 'plain',
  size = 'normal',
  className = '',
  ...button
}: ButtonProps) {
  const room = size === 'small' ? 'min-h-7 px-2 text-sm' : 'min-h-9 px-3';
  return (
    <button
      type="button"
      className={`inline-flex items-center justify-center gap-1.5 rounded-md border transition-colors disabled:opacity-50 ${room} ${looks[look]} ${className}`}
      {...button}
    />
  );
}
