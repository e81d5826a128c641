/** Chooses whose figures are shown. */
const meanings: Readonly<Record<string, string>> = {
  test: 'Test: kept apart',
  dev: 'Dev: tuned on',
};

export function SplitSwitch({
  splits,
  chosen,
  choose,
}: {
  splits: readonly string[];
  chosen: string;
  choose: (split: string) => void;
}) {
  return (
    <fieldset className="mt-6 inline-flex rounded-md border border-line-strong bg-panel p-0.5">
      <legend className="sr-only">Which questions</legend>
      {splits.map((split) => (
        <label
          key={split}
          className={`cursor-pointer rounded-sm px-3 py-1.5 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent ${
            split === chosen ? 'bg-accent text-on-accent' : 'text-quiet hover:text-ink'
          }`}
        >
          <input
            type="radio"
            name="split"
            className="sr-only"
            checked={split === chosen}
            onChange={() => choose(split)}
          />
          {meanings[split] ?? split}
        </label>
      ))}
    </fieldset>
  );
}
