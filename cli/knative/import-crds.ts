import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { type Schema, toStrictSchema, withHeader } from "./to-strict-schema.ts";

// node cli/knative/import-crds.ts <folder of CRDs> <file to write>
// Turns every CRD below the folder into strict JSON schemas, without their descriptions: one line a kind.

interface Crd {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

const readCrds = (folder: string): readonly Crd[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), "utf8"), { merge: true }))
    .map((document) => document.toJS() as Crd)
    .filter((one) => one?.kind === "CustomResourceDefinition");

const toEntries = ({ spec }: Crd): readonly (readonly [string, Schema])[] =>
  spec.versions
    .filter(({ served }) => served)
    .map(({ name, schema }) => [
      `${spec.group}/${name} ${spec.names.kind}`,
      withHeader(toStrictSchema(withoutStatus(schema.openAPIV3Schema))),
    ]);

/** Controllers write it, and what a file says there is thrown away: any is good enough. */
const withoutStatus = (schema: Schema): Schema => ({
  ...schema,
  properties: { ...schema.properties, status: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
});

const [folder, target] = process.argv.slice(2);
if (folder === undefined || target === undefined) {
  throw new Error("Two arguments are needed: a folder with CRDs, and the file to write.");
}
/** Written by controllers alone, but for the one that an administrator makes for a domain of a DomainMapping. */
const isOurs = ([name]: readonly [string, Schema]): boolean =>
  !/^[a-z]+\.internal\./.test(name) || name.endsWith(" ClusterDomainClaim");
const entries = readCrds(folder).flatMap(toEntries).filter(isOurs);
const lines = entries
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`);
writeFileSync(target, `{\n${lines.join(",\n")}\n}\n`);
