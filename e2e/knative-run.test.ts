import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { build } from "../cli/build.ts";
import { formatReleaseComponent } from "../core/release/release-component.ts";
import { startRollout } from "../core/release/rollout.ts";
import type { RolloutState } from "../core/release/rollout-state.ts";
import { startBroker } from "./broker.ts";
import { startForwarder } from "./forwarder.ts";
import { type Receiver, startReceiver } from "./receiver.ts";
import { copyKnative, KNATIVE, type Rendered, render, type Scratch } from "./rendered.ts";
import { type RenderedFunction, startRenderedFunction } from "./rendered-function.ts";
import { waitUntil } from "./wait-until.ts";

/** What the overlays give to a cluster does its work: the built functions with the rendered settings, the stand-in with the rendered Triggers. */

const folder = mkdtempSync(join(tmpdir(), "kprompt-knative-run-"));
const dist = join(folder, "dist");
const started: { stop(): Promise<unknown> }[] = [];
const keep = async <T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
  const one = await starting;
  started.push(one);
  return one;
};

beforeAll(async () => {
  await build({ root: fileURLToPath(new URL("..", import.meta.url)), outdir: dist });
});
afterAll(async () => {
  await Promise.all(started.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const TOKEN = "token-of-the-tests-0123456789abcdef";
const toSecrets = (receiverUrl: string) => ({
  "kprompt-tokens": { tokens: `${TOKEN}\n` },
  "kprompt-events": { secret: "events-of-the-tests-0123456789abcdef" },
  "kprompt-receivers": { "receivers.json": JSON.stringify([{ name: "ops", kind: "webhook", url: receiverUrl }]) },
});
/** Nobody answers at a cluster's addresses here. */
const NOBODY = { LLM_BASE_URL: "", LOKI_URL: "", OTEL_EXPORTER_OTLP_ENDPOINT: "" };

describe.each(["dev", "prod"])("each function starts with what %s gives it", (overlay) => {
  test.each(["ingest", "route", "render", "analyze", "notify", "dead-letters"])("%s", async (name) => {
    const rendered = await render(`${KNATIVE}overlays/${overlay}`);
    const one = await startRenderedFunction(rendered.find("Service", name), rendered, {
      dist,
      folder: join(folder, overlay, name),
      secrets: toSecrets("http://127.0.0.1:9/"),
    });
    try {
      const expected = name === "dead-letters" ? ["RECEIVERS is not set: nobody is told of anything."] : [];
      expect(one.warnings()).toEqual(expected);
    } finally {
      await one.stop();
    }
  });
});

describe("in a rollout at 10 percent", () => {
  interface Scene {
    readonly stable: Receiver;
    readonly candidate: Receiver;
    readonly receiver: Receiver;
    readonly deadLetters: RenderedFunction;
    readonly ingest: RenderedFunction;
  }
  let scratch: Scratch;
  let scene: Scene;

  beforeAll(async () => {
    scratch = await copyKnative();
    const state = startedFrom(
      parse(await readFile(join(scratch.folder, "overlays/prod/release/rollout.yaml"), "utf8")),
    );
    await scratch.write("overlays/prod/release/kustomization.yaml", formatReleaseComponent(state, "kprompt"));
    scene = await play(await render(join(scratch.folder, "overlays/prod")));
  });
  afterAll(() => scratch.remove());

  const play = async (rendered: Rendered): Promise<Scene> => {
    const receiver = await keep(
      startReceiver(({ body }) => ({ status: JSON.parse(body).alert.alertname === REFUSED ? 400 : 200 })),
    );
    const start = (name: string, as = name, addresses: Record<string, string> = NOBODY) =>
      keep(
        startRenderedFunction(rendered.find("Service", name), rendered, {
          dist,
          folder: join(folder, "rollout", as),
          secrets: toSecrets(receiver.url),
          addresses: { ...NOBODY, ...addresses },
        }),
      );
    const [one, other] = [await start("analyze", "stable"), await start("analyze", "candidate")];
    const [stable, candidate] = [await keep(startForwarder([one.url])), await keep(startForwarder([other.url]))];
    const [notify, deadLetters] = [await start("notify"), await start("dead-letters")];
    const broker = await startRenderedBroker(rendered.text, { stable, candidate, notify, deadLetters });
    const { value } = rendered
      .find("Service", "ingest")
      .spec.template.spec.containers[0].env.find(({ name }: { name: string }) => name === "BROKER_URL");
    const ingest = await start("ingest", "ingest", { BROKER_URL: `${broker}${new URL(value).pathname}` });
    return { stable, candidate, receiver, deadLetters, ingest };
  };

  test("each alert goes to the release of its incident, and its triage to the receiver", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `Alert${index}`);
    expect(await sendAlerts(scene.ingest, names)).toBe(202);
    await waitUntil("the receiver is told of each", () => scene.receiver.received.length >= names.length);

    const told = scene.receiver.received.map(({ body }) => JSON.parse(body).alert.alertname);
    expect(told.toSorted()).toEqual(names.toSorted());
    const [stable, candidates] = [attributesOf(scene.stable), attributesOf(scene.candidate)];
    expect(new Set(stable.map(({ tag }) => tag))).toEqual(new Set(["stable"]));
    expect(stable.every(({ bucket }) => bucket >= 10)).toBe(true);
    expect(new Set(candidates.map(({ tag }) => tag))).toEqual(new Set(["candidate"]));
    expect(candidates.every(({ bucket }) => bucket < 10)).toBe(true);
    expect(candidates.length + stable.length).toBe(names.length);
  });

  test("a triage that its receiver refuses is recorded by dead-letters", async () => {
    expect(await sendAlerts(scene.ingest, [REFUSED])).toBe(202);
    await waitUntil("it is recorded", () => scene.deadLetters.log().includes('"record":"dead_letter"'));
  });
});

const REFUSED = "NobodyWantsThis";

/** The candidate has 10 percent. The digests name no image: a process of each stands for it. */
const startedFrom = (state: RolloutState): RolloutState => {
  const digest = `sha256:${"1".repeat(64)}`;
  const transition = startRollout(
    { ...state, rollout: null, stable: { ...state.stable, digest } },
    {
      inputs: { digest, label: "staging", pins: [] },
      templates: { route: "route-000000000001", render: "render-000000000001", analyze: "analyze-000000000001" },
      plan: [
        { percent: 10, hold: "1h" },
        { percent: 100, hold: "1h" },
      ],
      now: 0,
    },
  );
  if (!transition.ok) throw new Error(transition.refusal);
  return transition.state;
};

interface Addresses {
  readonly stable: Receiver;
  readonly candidate: Receiver;
  readonly notify: RenderedFunction;
  readonly deadLetters: RenderedFunction;
}

/** `kprompt broker` with all that the overlay renders. Only hosts are changed, which are known to a cluster alone. */
const startRenderedBroker = async (text: string, addresses: Addresses): Promise<string> => {
  const file = join(folder, "all.yaml");
  const { stable, candidate, notify, deadLetters } = addresses;
  await writeFile(
    file,
    text
      .replaceAll("http://stable-analyze.kprompt.svc.cluster.local", stable.url)
      .replaceAll("http://candidate-analyze.kprompt.svc.cluster.local", candidate.url),
  );
  const services = { notify: notify.url, "dead-letters": deadLetters.url };
  return (await keep(startBroker({ triggers: file, services }))).url;
};

const attributesOf = ({ received }: Receiver): readonly { readonly tag: unknown; readonly bucket: number }[] =>
  received.map(({ headers }) => ({ tag: headers["ce-traffictag"], bucket: Number(headers["ce-bucket"]) }));

const sendAlerts = async (ingest: RenderedFunction, names: readonly string[]): Promise<number> => {
  const alerts = names.map((alertname) => ({
    status: "firing",
    labels: { alertname, namespace: "shop", severity: "critical" },
    annotations: {},
    startsAt: new Date().toISOString(),
    endsAt: "0001-01-01T00:00:00Z",
  }));
  const response = await fetch(`${ingest.url}/v1/alerts/alertmanager`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ version: "4", receiver: "kprompt", status: "firing", truncatedAlerts: 0, alerts }),
  });
  await response.body?.cancel();
  return response.status;
};
