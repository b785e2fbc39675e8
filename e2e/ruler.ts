import type { Notice } from "./notice.ts";

/** Pushes alerts as the ruler of a Loki does, only faster. */
export interface Ruler {
  /** From now on it fires, if it does not yet. */
  fire(...alertnames: readonly string[]): void;
  /** From now on it is over. */
  resolve(...alertnames: readonly string[]): void;
  /** One round: all alerts in one request. Whether it was acknowledged; nothing is tried again before the next round. */
  push(): Promise<boolean>;
  /** What the next round will say. */
  notices(): readonly Notice[];
  rounds(): { readonly pushed: number; readonly refused: number };
}

/**
 * @param url To which `/api/v2/alerts` is added.
 * @param onAcknowledged Called for each round that was answered with 2xx.
 */
export const createRuler = (url: string, onAcknowledged: (notices: readonly Notice[]) => void = () => {}): Ruler => {
  const alerts = new Map<string, { readonly startsAt: string; readonly endedAt?: string }>();
  let pushed = 0;
  let refused = 0;
  return {
    fire: (...names) => {
      for (const name of names) if (!alerts.has(name)) alerts.set(name, { startsAt: new Date().toISOString() });
    },
    resolve: (...names) => {
      for (const name of names) {
        const alert = alerts.get(name);
        if (alert) alerts.set(name, { ...alert, endedAt: new Date().toISOString() });
      }
    },
    push: async () => {
      pushed += 1;
      const round = toRound(alerts, pushed);
      const response = await fetch(`${url}/api/v2/alerts`, {
        method: "POST",
        headers: { "content-type": "application/json", "user-agent": "Prometheus/", "x-scope-orgid": "fake" },
        body: JSON.stringify(round.map(({ body }) => body)),
      }).catch(() => undefined);
      await response?.body?.cancel();
      if (!response?.ok) {
        refused += 1;
        return false;
      }
      onAcknowledged(round.map(({ notice }) => notice));
      return true;
    },
    notices: () => toRound(alerts, 0).map(({ notice }) => notice),
    rounds: () => ({ pushed, refused }),
  };
};

const FOUR_MINUTES = 240_000;

/** Each round in another order, with another value in the annotations, and with a later end while it fires. */
const toRound = (
  alerts: ReadonlyMap<string, { readonly startsAt: string; readonly endedAt?: string }>,
  round: number,
): readonly { readonly body: object; readonly notice: Notice }[] => {
  const all = [...alerts].map(([alertname, { startsAt, endedAt }]) => ({
    body: {
      annotations: { summary: `${alertname} counted ${round} errors`, description: "Errors > 2 & rising" },
      endsAt: endedAt ?? new Date(Date.now() + FOUR_MINUTES).toISOString(),
      startsAt,
      generatorURL: "http://loki.invalid/explore?left=%7B%7D",
      labels: { alertname, severity: "warning", namespace: "shop", pod: `${alertname.toLowerCase()}-0` },
    },
    notice: { alertname, startsAt, status: endedAt === undefined ? "firing" : "resolved" } as const,
  }));
  const first = round % Math.max(all.length, 1);
  return [...all.slice(first), ...all.slice(0, first)];
};
