import { execFile } from "node:child_process";
import { connect } from "node:net";
import { promisify } from "node:util";
import { type Program, prepareProgram } from "../knative/image/debian-packages.ts";
import { findFreePort } from "./free-port.ts";
import { type Service, startService } from "./service.ts";

export interface Valkey extends Service {
  /** `redis://…`, with the password where there is one. */
  readonly url: string;
  readonly port: number;
  /** What valkey-cli prints. @throws where the server is away. */
  command(...words: readonly string[]): Promise<string>;
}

export interface ValkeyOptions {
  readonly password?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** More words of its command line, after ours. */
  readonly arguments?: readonly string[];
}

/** Starts a real valkey-server on loopback that keeps nothing on disk: whoever kills it has emptied it. */
export const startValkey = async (options: ValkeyOptions = {}): Promise<Valkey> => {
  const { password, port: given, arguments: more = [] } = options;
  const [program, client] = await getPrograms();
  const port = given ?? (await findFreePort());
  const service = await startService({
    name: "valkey-server",
    command: program.command,
    arguments: [
      ...program.arguments,
      ...["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no", "--daemonize", "no"],
      ...(password === undefined ? [] : ["--requirepass", password]),
      ...more,
    ],
    environment: { ...program.environment },
    isReady: () => answersPing(port),
  });
  const user = password === undefined ? "" : `:${encodeURIComponent(password)}@`;
  const command = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await run(
      client.command,
      [...client.arguments, "-h", "127.0.0.1", "-p", String(port), ...words],
      { env: password === undefined ? {} : { REDISCLI_AUTH: password } },
    );
    return stdout.trim();
  };
  return { ...service, port, url: `redis://${user}127.0.0.1:${port}`, command };
};

const run = promisify(execFile);

let programs: Promise<readonly [Program, Program]> | undefined;
const getPrograms = (): Promise<readonly [Program, Program]> => {
  programs ??= preparePrograms();
  return programs;
};
const preparePrograms = async (): Promise<readonly [Program, Program]> => {
  const own = { name: "valkey", packages: PACKAGES };
  // One after the other: the second finds what the first has unpacked.
  const server = await prepareProgram({ ...own, binary: "usr/bin/valkey-server" });
  return [server, await prepareProgram({ ...own, binary: "usr/bin/valkey-cli" })];
};

const PACKAGES = [
  "valkey-server",
  "valkey-tools",
  "libatomic1",
  "libc6",
  "libgcc-s1",
  "libjemalloc2",
  "liblzf1",
  "libssl3t64",
  "libstdc++6",
  "libsystemd0",
  "libzstd1",
  "zlib1g",
] as const;

/** A refusal for want of a password is an answer too. */
const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("data", (bytes) => finish(/^(\+PONG|-NOAUTH)/.test(bytes.toString())));
    socket.once("error", () => finish(false));
    socket.once("close", () => finish(false));
  });
