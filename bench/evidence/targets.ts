import type { Measured, Secrets, Speed } from "./measure.ts";

export interface Target {
  readonly name: string;
  readonly value: string;
  readonly met: boolean;
  /** Depends on the machine and what else it does: shown, but no reason to fail. */
  readonly timed: boolean;
}

export interface Results {
  readonly corpora: readonly Measured[];
  readonly secrets: Secrets;
  readonly steps: readonly { readonly lines: number; readonly perLine: number }[];
  readonly speeds: readonly Speed[];
}

/** @param largest Lines of the corpora that the saving is asked of. */
export const judge = ({ corpora, secrets, steps, speeds }: Results, largest: number): readonly Target[] => {
  const large = corpora.filter(({ lines }) => lines === largest);
  const saving = Math.min(...large.map(({ ratio }) => ratio));
  const kinds = sum(corpora.map((one) => one.kinds));
  const own = sum(corpora.map(({ ownLine }) => ownLine));
  const complete = corpora.filter((one) => one.complete).length;
  const leftOut = sum(corpora.map((one) => one.leftOut));
  const named = sum(corpora.map((one) => one.named));
  const [first, last] = [steps[0]!, steps.at(-1)!];
  const slowest = Math.max(...speeds.map(({ ratio }) => ratio));
  return [
    {
      name: `tokens saved on ${largest} lines: at least 12 times`,
      value: `${saving.toFixed(1)} times at least`,
      met: saving >= 12,
      timed: false,
    },
    {
      name: "kinds of error with a line of their own: 100 %",
      value: `${own} of ${kinds}`,
      met: own === kinds,
      timed: false,
    },
    {
      name: "all shown where they fit, else the rest counted: 100 %",
      value: `${complete} of ${corpora.length} corpora`,
      met: complete === corpora.length,
      timed: false,
    },
    {
      name: "left-out kinds behind a name or class, not only counted: at least 80 %",
      value: `${named} of ${leftOut}`,
      met: named >= 0.8 * leftOut,
      timed: false,
    },
    {
      name: "within the budget: 100 %",
      value: `${corpora.filter(({ withinBudget }) => withinBudget).length} of ${corpora.length} corpora`,
      met: corpora.every(({ withinBudget }) => withinBudget),
      timed: false,
    },
    {
      name: "planted secrets masked: 100 %",
      value: `${secrets.masked} of ${secrets.planted}`,
      met: secrets.masked === secrets.planted,
      timed: false,
    },
    {
      name: "harmless lines masked: 0",
      value: `${secrets.falsePositives} of ${secrets.harmless}`,
      met: secrets.falsePositives === 0,
      timed: false,
    },
    {
      name: "steps per line do not grow with size",
      value: steps.map(({ lines, perLine }) => `${perLine.toFixed(0)} at ${lines}`).join(", "),
      met: last.perLine <= 1.5 * Math.max(first.perLine, 100),
      timed: false,
    },
    ...(speeds.length === 0
      ? []
      : [
          {
            name: "time: at most 10 times JSON.parse of the reply",
            value: `${slowest.toFixed(1)} times at most`,
            met: slowest <= 10,
            timed: true,
          },
        ]),
  ];
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
