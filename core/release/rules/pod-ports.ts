import { show } from "../../prompt/show.ts";
import type { Finding, ManifestRule } from "../manifest.ts";
import { templateOf } from "./serving-template.ts";
import { error, fieldsOf, integerOf, itemsOf, type Path, textOf } from "./serving-value.ts";

/** A pod has one port, and queue-proxy, beside it in the pod, has some of its own. */
export const checkPorts: ManifestRule = function* (manifest) {
  const template = templateOf(manifest);
  if (template === undefined) return;
  const ports = template.containers.flatMap(({ path, value }) =>
    itemsOf(value.ports).map((port, index) => ({ path: [...path, "ports", index], port: fieldsOf(port) })),
  );
  if (ports.length === 0 && template.containers.length > 1)
    yield error(
      "serving_ports",
      [...template.path, "spec", "containers"],
      `None of ${template.containers.length} containers has a port. Give one to that which is to get the requests.`,
    );
  for (const { path } of ports.slice(1))
    yield error("serving_ports", path, "This is a second port; a revision has one over all containers. Remove it.");
  for (const { path, port } of ports) yield* checkPort(path, port);
};

function* checkPort(
  path: Path,
  { containerPort, name, protocol }: Readonly<Record<string, unknown>>,
): Iterable<Finding> {
  const number = integerOf(containerPort);
  if (number !== undefined && RESERVED.includes(number))
    yield error(
      "serving_port_reserved",
      [...path, "containerPort"],
      `${number} is a port of queue-proxy in the same pod. Use another one, such as 8080.`,
    );
  const text = textOf(name) ?? "";
  if (!NAMES.includes(text))
    yield error(
      "serving_port_name",
      [...path, "name"],
      `${show(text)}: a port's name says its protocol. Use http1 or h2c, or leave it out.`,
    );
  if (textOf(protocol) !== undefined && protocol !== "TCP" && protocol !== "")
    yield error("serving_port_name", [...path, "protocol"], `${show(protocol)}: requests come by TCP. Remove it.`);
}

/** The webhook knows all but 8112, on which queue-proxy listens with TLS. */
const RESERVED: readonly number[] = [8008, 8012, 8013, 8022, 8112, 9090, 9091];
const NAMES: readonly string[] = ["", "http1", "h2c"];
