import { nearest } from "../../nearest.ts";
import { show } from "../../prompt/show.ts";
import type { Finding } from "../manifest.ts";
import type { Variable } from "./environment.ts";
import { codeOf, type FunctionRule, type KnownSetting, type KpromptFunction } from "./kprompt-function.ts";
import { cleanPath } from "./pod-volumes.ts";
import { error, fieldsOf, itemsOf, textOf } from "./serving-value.ts";

/** Variables of a function: that it knows them, that their values hold, that none of them is a secret for all to read. */
export const createCheckSettings = (settings: readonly KnownSetting[]): FunctionRule =>
  function* (one) {
    for (const { name, path } of one.environment.missing)
      yield error(
        "kprompt_config_map_missing",
        path,
        `ConfigMap ${show(name)} is not among the manifests of its namespace, so its settings cannot be checked. Render it with them.`,
      );
    for (const variable of one.environment.variables.values()) {
      const setting = settings.find(({ name }) => name === variable.name);
      if (setting?.functions.includes(codeOf(one))) {
        yield* checkSecret(variable, setting);
        yield* checkValue(variable, setting);
        yield* checkFile(variable, setting, one);
      } else yield* checkUnknown(variable, setting, one, settings);
    }
  };

function* checkUnknown(
  { name, path }: Variable,
  setting: KnownSetting | undefined,
  one: KpromptFunction,
  settings: readonly KnownSetting[],
): Iterable<Finding> {
  if (setting !== undefined) {
    const message = `${one.component} does not use ${name}, but ${setting.functions.join(", ")}. Remove it here.`;
    yield error("kprompt_setting_unknown", path, message);
  } else if (!OF_THE_RUNTIME.test(name)) {
    const names = settings.map((known) => known.name);
    const close = nearest(name, names);
    const remedy = close === undefined ? "Remove it." : `Write ${close}.`;
    yield error("kprompt_setting_unknown", path, `${show(name)} is no setting of ${one.component}. ${remedy}`);
  }
}

function* checkSecret({ name, value, from, path }: Variable, { type }: KnownSetting): Iterable<Finding> {
  const holds = type.kind === "secret" || (/_HEADERS$/.test(name) && /authorization|key|token/i.test(value ?? ""));
  if (!holds || from === "elsewhere" || value === "" || value === undefined) return;
  const remedy =
    type.kind === "secret"
      ? `Mount a Secret and set ${name}_FILE, or take it by secretKeyRef.`
      : "Take it by secretKeyRef.";
  yield error("kprompt_secret_in_env", path, `${name} is a secret, and its value stands in a manifest. ${remedy}`);
}

function* checkValue({ name, value, path }: Variable, { type }: KnownSetting): Iterable<Finding> {
  if (value === undefined || value === "") return;
  if (name === "AUTH" && value === "none") {
    const message =
      "AUTH=none lets anybody who reaches the port call. Remove it, and mount the tokens as AUTH_TOKENS_FILE.";
    yield error("kprompt_auth", path, message);
  }
  const wanted = wantedOf(value, type);
  if (wanted === undefined) return;
  const message = `${show(value)}: ${name} is ${wanted}, or the function does not start. Correct it.`;
  yield error("kprompt_setting_value", path, message);
}

/** What the value is to be; undefined where it is that. */
const wantedOf = (value: string, type: KnownSetting["type"]): string | undefined => {
  const { kind, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, of } = type;
  if (kind === "boolean") return value === "true" || value === "false" ? undefined : "true or false";
  if (kind === "choice" && typeof of === "object") return of.includes(value) ? undefined : `one of ${of.join(", ")}`;
  if (kind !== "integer") return undefined;
  const fits = /^-?\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max;
  return fits ? undefined : `a whole number from ${min} to ${max}`;
};

function* checkFile({ name, value, path }: Variable, { type }: KnownSetting, one: KpromptFunction): Iterable<Finding> {
  if (type.kind !== "file" || value === undefined || value === "") return;
  const mounts = itemsOf(one.container.value.volumeMounts).map((mount) => textOf(fieldsOf(mount).mountPath));
  const file = cleanPath(value);
  if (mounts.some((mount) => mount !== undefined && `${file}/`.startsWith(`${cleanPath(mount)}/`))) return;
  yield error(
    "kprompt_file_unmounted",
    path,
    `${name} is ${show(value)}, where no volume is mounted. Mount its Secret there.`,
  );
}

/** Read by Node, its libraries or workerd, not by us. */
const OF_THE_RUNTIME =
  /^(?:NODE_\w+|TZ|TMPDIR|LANG|SSL_CERT_(?:FILE|DIR)|(?:https?|no)_proxy|(?:HTTPS?|NO)_PROXY|K_SINK)$/;
