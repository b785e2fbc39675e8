import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SAMPLES, toAlertBody } from "../cli/alert-bodies.ts";
import { FUNCTION_NAMES, type FunctionName } from "../functions/settings.ts";
import { type Container, createStorage, LOCKED_DOWN, type Storage, startFunction } from "./image-run.ts";
import { type Received, type Receiver, startReceiver } from "./receiver.ts";

/** The images, built here and run as a cluster would: each function answers, needs no right and no file to write. */

const project = fileURLToPath(new URL("..", import.meta.url));
const commit = { GIT_SHA: "a".repeat(40), SOURCE_DATE_EPOCH: "1790000000" };
const later = { GIT_SHA: "b".repeat(40), SOURCE_DATE_EPOCH: "1790003600" };

let storage: Storage;
/** `npm run image`, with the images of this test. */
const makeImages = (parameters: readonly string[], environment = commit): Promise<string> =>
  storage.call(process.execPath, [join(project, "knative/image/main.ts"), ...parameters], environment);

beforeAll(async () => {
  storage = await createStorage();
  await makeImages(["--outdir", join(storage.folder, "first")]);
});
afterAll(() => storage?.remove());

const images = [
  {
    image: "kprompt",
    entrypoint: ["/usr/local/bin/node"],
    programs: ["lib64/ld-linux-x86-64.so.2", "usr/local/bin/node"],
    holds: [...FUNCTION_NAMES.map((name) => `app/${name}.mjs`), "licenses/node/LICENSE", "licenses/hono/LICENSE"],
  },
  {
    image: "kprompt-workerd",
    entrypoint: ["/usr/local/bin/workerd"],
    programs: ["lib64/ld-linux-x86-64.so.2", "usr/local/bin/workerd"],
    holds: [...FUNCTION_NAMES.map((name) => `app/${name}.capnp`), "etc/ssl/cert.pem", "licenses/workerd/LICENSE"],
  },
  {
    image: "kprompt-cli",
    entrypoint: ["/usr/local/bin/node", "/app/cli/kprompt.mjs"],
    programs: ["app/node_modules/@esbuild/linux-x64/bin/esbuild", "lib64/ld-linux-x86-64.so.2", "usr/local/bin/node"],
    holds: ["app/prompts/labels.yaml", "app/node_modules/yaml/LICENSE", "licenses/glibc/copyright"],
  },
] as const;

describe.each(images)("$image", ({ image, entrypoint, programs, holds }) => {
  test("says whose it is, of which commit, and how it is run", async () => {
    const [{ Config, Created }] = JSON.parse(await storage.call("podman", ["inspect", "--type=image", image]));
    expect(Config).toMatchObject({ User: "65532:65532", Entrypoint: entrypoint });
    expect(Config.Labels).toMatchObject({
      "org.opencontainers.image.title": expect.stringMatching(/^kprompt /),
      "org.opencontainers.image.source": "https://github.com/example/kprompt",
      "org.opencontainers.image.revision": commit.GIT_SHA,
      "org.opencontainers.image.version": "0.1.0",
      "org.opencontainers.image.created": "2026-09-21T14:13:20Z",
      "org.opencontainers.image.licenses": expect.stringContaining("Apache-2.0"),
      "dev.kprompt.bundle-sha256": expect.stringMatching(/^[0-9a-f]{64}$/),
      "dev.kprompt.debian": expect.stringMatching(/\bglibc=2\./),
    });
    expect(Created).toBe("2026-09-21T14:13:20Z");
  });

  test("holds what it needs: no shell, no program but its own, nothing that its user could write", async () => {
    const files = await listFiles(image);
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining([...holds, "etc/passwd", "licenses/kprompt/LICENSE"]));
    const licences = paths.filter((path) => /^licenses\/.*\/copyright$/.test(path));
    const referred = await referredBy(image, licences);
    expect(referred).toContain("usr/share/common-licenses/LGPL-2.1");
    expect(paths).toEqual(expect.arrayContaining([...referred]));
    const executable = files.filter(({ mode }) => /^-.*x/.test(mode)).map(({ path }) => path);
    expect(executable.filter((path) => !path.endsWith(".mjs") && !/\.[jt]s$/.test(path)).toSorted()).toEqual(programs);
    const open = files.filter(({ mode, owner }) => owner !== "0/0" || (mode[8] === "w" && mode[0] !== "l"));
    expect(open.map(({ path, mode }) => `${mode} ${path}`)).toEqual(["drwxrwxrwt tmp/"]);
  });
});

describe.each(["kprompt", "kprompt-workerd"] as const)("%s", (image) => {
  const started = new Map<FunctionName, Container>();
  let broker: Receiver;
  let receiver: Receiver;
  const post = (name: FunctionName, path: string, body: unknown): Promise<Response> =>
    fetch(`${started.get(name)?.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    broker = await startReceiver(() => ({ status: 202 }));
    receiver = await startReceiver();
    const environments: Readonly<Record<FunctionName, Readonly<Record<string, string>>>> = {
      // A name, not an address: the image must be able to look it up.
      ingest: { BROKER_URL: `${broker.url.replace("127.0.0.1", "localhost")}/kprompt/default` },
      route: {},
      render: {},
      analyze: { CAPTURE: "off" },
      notify: { RECEIVERS: JSON.stringify([{ name: "ops", kind: "webhook", url: receiver.url, secret: SECRET }]) },
    };
    for (const name of FUNCTION_NAMES) {
      const environment = { AUTH: "none", ...environments[name] };
      started.set(name, await startFunction(storage, image, { function: name, environment }));
    }
  });
  afterAll(async () => {
    await broker?.stop();
    await receiver?.stop();
  });

  test.each(FUNCTION_NAMES)("%s is alive, and carries the bundle that the label says", async (name) => {
    const [{ Config }] = JSON.parse(await storage.call("podman", ["inspect", "--type=image", image]));
    const response = await fetch(`${started.get(name)?.url}/health/readiness`);
    expect(await response.json()).toMatchObject({
      status: "ok",
      function: name,
      bundle_sha256: Config.Labels["dev.kprompt.bundle-sha256"],
      git_sha: commit.GIT_SHA,
    });
    expect((await fetch(`${started.get(name)?.url}/health/liveness`)).status).toBe(200);
  });

  test("route, render and analyze answer their callers", async () => {
    const { logs } = JSON.parse(await readFile(join(project, "cli/incident.json"), "utf8"));
    const route = await post("route", "/v1/route", { logs });
    const { prompt } = await route.json();
    expect(prompt).toMatchObject({ id: expect.stringMatching(/^log_triage\./) });

    const rendered = await post("render", "/v1/render", { prompt: "summarize", variables: { logs: "It broke." } });
    expect(JSON.stringify((await rendered.json()).messages)).toContain("It broke.");

    const analyzed = await post("analyze", "/v1/analyze", { logs });
    expect(await analyzed.json()).toMatchObject({ engine: "rules", prompt: { id: prompt.id } });
  });

  test("an alert goes from the webhook to the receiver", async () => {
    const now = new Date().toISOString();
    const sample = SAMPLES.oom_killed;
    if (sample === undefined) throw new Error("There is no sample oom_killed.");
    const moment = { startsAt: now, now, resolved: false };
    const taken = await post("ingest", "/v1/alerts/alertmanager", toAlertBody(sample, "alertmanager", moment));
    expect({ status: taken.status, body: await taken.json() }).toMatchObject({ status: 202, body: { rejected: 0 } });

    const [alert] = broker.received;
    if (alert === undefined) throw new Error("Nothing came to the broker.");
    expect(alert.headers["ce-type"]).toBe("dev.kprompt.alert.firing.v1");
    const triage = await deliver(`${started.get("analyze")?.url}/`, alert);
    expect(triage.headers.get("ce-type")).toBe("dev.kprompt.triage.completed.v1");

    const told = await deliver(`${started.get("notify")?.url}/receivers/ops`, await toReceived(triage));
    expect(told.status).toBe(204);
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.body).toContain("ContainerOomKilled");
  });

  test.each(FUNCTION_NAMES)("%s complained of nothing, and SIGTERM ends it with 0", async (name) => {
    const container = started.get(name);
    const said = (await container?.log()) ?? "";
    expect(said).toContain('"message":"Ready."');
    expect(said).not.toMatch(/EROFS|EACCES|read-only|"level":"error"/i);
    expect(await container?.stop()).toBe(0);
  });
});

test("the command line checks its prompts, and those of a work tree that is mounted", async () => {
  const run = (parameters: readonly string[], options: readonly string[] = []): Promise<string> =>
    storage.call("podman", ["run", "--rm", ...LOCKED_DOWN, ...options, "kprompt-cli", ...parameters]);
  expect(await run(["check"])).toContain("0 errors");
  const mounted = ["--volume", `${join(project, "prompts")}:/tree/prompts:ro`];
  expect(await run(["list", "--root", "/tree"], mounted)).toContain("summarize");
  const { provenance } = JSON.parse(await run(["build", "--outdir", "/out", "--json"], ["--tmpfs=/out:rw,mode=1777"]));
  expect(provenance.git_sha).toBe(commit.GIT_SHA);
});

describe("publishing", () => {
  const publish = async (store: string, tag: string, more: readonly string[] = [], at = commit): Promise<string> => {
    await mkdir(join(storage.folder, store), { recursive: true });
    const to = ["--publish", `oci:${join(storage.folder, store)}`, "--tag", tag, "kprompt"];
    const said = await makeImages(["--outdir", join(storage.folder, "again"), ...more, ...to], at);
    return /^kprompt ((?:published|unchanged) sha256:[0-9a-f]{64})$/m.exec(said)?.[1] ?? said;
  };
  const tagsOf = async (store: string): Promise<readonly string[]> => {
    const index = JSON.parse(await readFile(join(storage.folder, store, "kprompt/index.json"), "utf8"));
    // The manifest that a moved tag leaves behind has no name.
    return index.manifests
      .flatMap(({ annotations }: Index) => annotations?.["org.opencontainers.image.ref.name"] ?? [])
      .toSorted();
  };

  test("the same commit is the same image, and a commit that changes nothing of it is no new one", async () => {
    const first = await publish("one", "main-1-aaaaaaa");
    expect(first).toMatch(/^published /);
    expect(await publish("two", "main-1-aaaaaaa"), "built once more").toBe(first);
    const digest = first.replace("published ", "");
    expect(await publish("one", "main-2-bbbbbbb", [], later)).toBe(`unchanged ${digest}`);
    expect(await tagsOf("one")).toEqual(["main", "main-1-aaaaaaa"]);
  });

  test("a prompt that changes is a new image", async () => {
    const root = join(storage.folder, "tree");
    await cp(join(project, "prompts"), join(root, "prompts"), { recursive: true });
    await writeFile(join(root, "prompts/mutes.yaml"), MUTES);
    const before = await tagsOf("one");
    expect(await publish("one", "main-3-ccccccc", ["--root", root], later)).toMatch(/^published /);
    expect(await tagsOf("one")).toEqual([...before, "main-3-ccccccc"]);
  });
});

interface Index {
  readonly annotations?: Readonly<Record<string, string>>;
}

const MUTES = `
move:
  reason: The database moves.
  when: { namespace: shop }
  from: 2026-12-01T20:00:00Z
  to: 2026-12-01T23:00:00Z
`;

const SECRET = "receiver-secret-0123456789";

/** As a Broker delivers: the attributes are headers. */
const deliver = async (url: string, { headers, body }: Pick<Received, "headers" | "body">): Promise<Response> => {
  const kept = Object.entries(headers).filter(([name]) => name.startsWith("ce-") || name === "content-type");
  const response = await fetch(url, { method: "POST", headers: kept as [string, string][], body });
  expect(response.ok, await response.clone().text()).toBe(true);
  return response;
};

const toReceived = async (response: Response): Promise<Pick<Received, "headers" | "body">> => ({
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
});

interface Listed {
  /** As `ls -l` writes it. */
  readonly mode: string;
  readonly owner: string;
  readonly path: string;
}

/** Debian's pages on copyright give the long licences by the path of another file. */
const referredBy = async (image: string, pages: readonly string[]): Promise<readonly string[]> => {
  const file = join(storage.folder, `${image}.tar`);
  const texts = await Promise.all(pages.map((page) => storage.call("tar", ["-xOf", file, page])));
  const paths = texts.join("\n").matchAll(/\/(usr\/share\/common-licenses\/[\w.-]*\w)/g);
  return [...new Set([...paths].map(([, path = ""]) => path))];
};

/** What a container of the image begins with. */
const listFiles = async (image: string): Promise<readonly Listed[]> => {
  const file = join(storage.folder, `${image}.tar`);
  const container = (await storage.call("podman", ["create", "--network=host", "--runtime=runc", image])).trim();
  await storage.call("podman", ["export", "--output", file, container]);
  const lines = (await storage.call("tar", ["--numeric-owner", "-tvf", file])).trim().split("\n");
  return lines.map((line) => {
    const [mode = "", owner = "", , , , path = ""] = line.split(/\s+/);
    return { mode, owner, path };
  });
};
