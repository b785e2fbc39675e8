import { KNATIVE_ATTRIBUTES } from "../../functions/adapters/telemetry-config.ts";
import { type FunctionName, SETTINGS, type Setting } from "../../functions/settings.ts";
import { WORKERD } from "../../functions/workerd.ts";

/** What `workerd serve` reads to run one function, beside `<function>.worker.mjs`. */
export const createWorkerConfig = (name: FunctionName): string => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "${name}", worker = .function),
    # Models, logs, the broker and the store are inside the cluster, and a model may stand beside the function in its pod.
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  # workerd cannot read PORT. Knative's default is 8080; --socket-addr http=<address> takes its place.
  sockets = [(name = "http", address = "*:8080", http = (), service = "${name}")],
);

const function :Workerd.Worker = (
  modules = [(name = "${name}.worker.mjs", esModule = embed "${name}.worker.mjs")],
  compatibilityDate = "${WORKERD.compatibilityDate}",
  compatibilityFlags = [${WORKERD.compatibilityFlags.map(quote).join(", ")}],
  bindings = [
${bindingsOf(name)
  .map((variable) => `    (name = ${quote(variable)}, fromEnvironment = ${quote(variable)}),\n`)
  .join("")}  ],
);
`;

/** The environment variables that reach the function: workerd hands on none by itself. */
export const bindingsOf = (name: FunctionName): readonly string[] => [
  ...SETTINGS.filter((setting: Setting) => setting.functions.includes(name) && isReadable(setting)).map(
    (setting) => setting.name,
  ),
  ...Object.keys(KNATIVE_ATTRIBUTES),
];

/** There are no files in workerd, and the port is the socket's. */
const isReadable = ({ name, type }: Setting): boolean => type.kind !== "file" && name !== "PORT";

const quote = (text: string): string => JSON.stringify(text);
