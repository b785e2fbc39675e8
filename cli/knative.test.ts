import { describe, expect, test } from "vitest";
import { VALID } from "./knative/testing.ts";
import { createFolder, kprompt, kpromptHere, writeFile } from "./testing.ts";

const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = createFolder();
  for (const [path, text] of Object.entries(files)) writeFile(folder, path, text);
  return folder;
};

const GOOD = VALID.serviceAccount;
const BAD = GOOD.replace("automount", "autmount");
const FAULT = 'ServiceAccount analyze /autmountServiceAccountToken: "autmountServiceAccountToken" is no field here.';

describe("kprompt knative check", () => {
  test("of a file: exit 0 where nothing is wrong", async () => {
    const { exit, stdout } = await kpromptHere(folderOf({ "a.yaml": GOOD }), ["knative", "check", "a.yaml"]);
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "0 errors, 0 warnings\n" });
  });

  test("of a file: exit 1 at an error, which says where and what to do", async () => {
    const { exit, stdout } = await kpromptHere(folderOf({ "k/a.yaml": BAD }), ["knative", "check", "k/a.yaml"]);
    expect(stdout).toContain(`k/a.yaml:4:1 error schema_field_unknown: ${FAULT}`);
    expect(stdout).toContain("Write automountServiceAccountToken, or remove it.\n1 error, 0 warnings\n");
    expect(exit).toBe(1);
  });

  test("a warning alone is no error", async () => {
    const folder = folderOf({ "a.yaml": GOOD.replace("false", "off") });
    const { exit, stdout } = await kpromptHere(folder, ["knative", "check", "a.yaml"]);
    expect(stdout).toContain("0 errors, 1 warning");
    expect(exit).toBe(0);
  });

  test("of a folder: all below it is one tree, but what kustomize renders from", async () => {
    const folder = folderOf({
      "tree/a.yaml": GOOD,
      "tree/b/a.yml": GOOD,
      "tree/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n",
      "tree/readme.txt": "a: [",
    });
    const { exit, stdout, stderr } = await kpromptHere(folder, ["knative", "check", "tree"]);
    expect(stdout).toBe(
      "tree/b/a.yml:3:19 error yaml_twice: ServiceAccount analyze is in tree/a.yaml:3 already: only one of them would be applied. Remove one.\n1 error, 0 warnings\n",
    );
    expect(stderr).toContain("passed over tree/kustomization.yaml");
    expect(stderr).toContain("kubectl kustomize tree | kprompt knative check -");
    expect(exit).toBe(1);
  });

  test("of standard input, as JSON", () => {
    const { exit, stdout } = kprompt(createFolder(), ["knative", "check", "-", "--json"], {
      input: `${BAD}---\n${VALID.broker}`,
    });
    expect(JSON.parse(stdout)).toEqual({
      manifests: 2,
      diagnostics: [
        {
          code: "schema_field_unknown",
          severity: "error",
          file: "-",
          line: 4,
          column: 1,
          message: expect.stringContaining(FAULT),
        },
      ],
    });
    expect(exit).toBe(1);
  });

  test("--published: an image that is not there yet is an error", async () => {
    const image = `images.example/kprompt@sha256:${"0".repeat(64)}`;
    const deployment = VALID.deployment.replace(/image: .*/, `image: ${image}`);
    const folder = folderOf({ "a.yaml": deployment });
    for (const [option, exit] of [
      [[], 0],
      [["--published"], 1],
    ] as const) {
      const run = await kpromptHere(folder, ["knative", "check", "a.yaml", ...option]);
      expect(run.stdout).toContain("kprompt_image_unpublished");
      expect(run.exit).toBe(exit);
    }
  });

  test("in a repository: a path of Flux that is not there, and one that is", async () => {
    const folder = folderOf({ "flux.yaml": VALID.kustomizations, ".git/HEAD": "" });
    const { stdout } = await kpromptHere(folder, ["knative", "check", "flux.yaml"]);
    expect(stdout).toContain(
      "flux.yaml:17:9 warning flux_path: Kustomization kprompt /spec/path: ./knative/overlays/prod is no folder",
    );
    writeFile(folder, "knative/overlays/prod/kustomization.yaml", "");
    expect((await kpromptHere(folder, ["knative", "check", "flux.yaml"])).stdout).toBe("0 errors, 0 warnings\n");
  });

  test.each([
    { what: "no action", args: [], says: "takes check, and files, folders or -" },
    { what: "another action", args: ["apply"], says: 'has no action "apply". There is: check.' },
    { what: "nothing to check", args: ["check"], says: "Nothing is named to check." },
    { what: "a file that is not there", args: ["check", "x.yaml"], says: "x.yaml does not exist." },
    { what: "a folder without manifests", args: ["check", "none"], says: "none holds no *.yaml" },
    { what: "a file without any", args: ["check", "none/empty.txt"], says: "There is no manifest in none/empty.txt." },
    {
      what: "what only kustomize reads",
      args: ["check", "k.yaml"],
      says: "kubectl kustomize k.yaml | kprompt knative check -",
    },
  ])("$what: exit 2", async ({ args, says }) => {
    const folder = folderOf({
      "none/empty.txt": "# nothing\n",
      "k.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
    });
    const { exit, stderr } = await kpromptHere(folder, ["knative", ...args]);
    expect(stderr).toContain(says);
    expect(exit).toBe(2);
  });
});
