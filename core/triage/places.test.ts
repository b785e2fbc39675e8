import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTree } from "../../cli/tree.ts";
import { digestEvidence } from "../evidence/digest.ts";
import type { DigestInput } from "../evidence/evidence.ts";
import { fitEvidence } from "../evidence/fit.ts";
import { commandIn, fillIn, placesOf } from "./places.ts";
import { triageByRules } from "./rules.ts";

const { knowledge } = loadTree(join(import.meta.dirname, "../..")).bundle;

const fill = (line: string, step: string, place: Partial<DigestInput> = {}): string => {
  const { features } = digestEvidence({ lines: [{ text: line }], ...place });
  return fillIn(step, placesOf(features, line, ""));
};
const stepsOf = (lines: readonly string[], place: Partial<DigestInput> = {}) => {
  const evidence = digestEvidence({ lines: lines.map((text) => ({ text })), ...place });
  return triageByRules(evidence, fitEvidence(evidence, 1000), knowledge).recommended_steps;
};

test.each([
  {
    name: "an object of an event",
    line: 'reason=BackOff object=Pod/payments-api-6c8f9d7b5-x2x9z msg="restarting"',
    step: "kubectl logs POD",
    is: "kubectl logs payments-api-6c8f9d7b5-x2x9z",
  },
  {
    name: "as kubectl lists events",
    line: "3m  Warning  BackOff  pod/report-5c5f6-abcde  Back-off restarting failed container",
    step: "kubectl logs POD",
    is: "kubectl logs report-5c5f6-abcde",
  },
  {
    name: "a pod as the kubelet names it",
    line: 'err="back-off 5m0s restarting failed container=web pod=web-5c5f6-abcde_shop(12)"',
    step: "kubectl -n NAMESPACE logs POD -c CONTAINER",
    is: "kubectl -n shop logs web-5c5f6-abcde -c web",
  },
  {
    name: "the same in prose",
    line: "Back-off restarting failed container report in pod report-5c5f6-abcde_shop(91)",
    step: "kubectl -n NAMESPACE logs POD -c CONTAINER",
    is: "kubectl -n shop logs report-5c5f6-abcde -c report",
  },
  {
    name: "the host of a syslog header",
    line: "Nov 21 02:00:00 worker-2 kubelet[981]: E1121 eviction manager: attempting to reclaim",
    step: "kubectl describe node NODE",
    is: "kubectl describe node worker-2",
  },
  {
    name: "a service account",
    line: 'User "system:serviceaccount:ops:backup-operator" cannot list resource "secrets" in the namespace "data"',
    step: "kubectl auth can-i --list --as=ACCOUNT -n NAMESPACE",
    is: "kubectl auth can-i --list --as=system:serviceaccount:ops:backup-operator -n data",
  },
  {
    name: "the object that a controller speaks of, not the controller",
    line: "Deployment/shop/web dry-run failed: spec.replicas invalid",
    step: "kubectl -n NAMESPACE logs POD",
    place: { namespace: "flux-system", pod: "kustomize-controller-0" },
    is: "kubectl -n shop logs POD",
  },
  {
    name: "the other side is never the speaker",
    line: "connection refused",
    step: "kubectl -n NAMESPACE logs TARGET --previous",
    place: { namespace: "shop", pod: "web-0" },
    is: "kubectl -n shop logs TARGET --previous",
  },
])("$name", ({ line, step, is, place }) => expect(fill(line, step, place)).toBe(is));

describe("steps that can be copied", () => {
  /** What no shell reads. */
  const PROSE = /, (?:and|or|if|then|with|against|for|to|from|because|as) |: [A-Za-z]|; [a-z]+ |\?$| of the | if /;
  const all = Object.entries(knowledge).flatMap(([name, { steps, hints }]) =>
    [...steps, ...(hints ?? []).flatMap((hint) => hint.steps)].map((step) => [name, step] as const),
  );

  test.each(all)("%s: %s", (_, step) => {
    const command = commandIn(step);
    if (command !== undefined) expect(command).not.toMatch(PROSE);
  });

  test("most steps of a card hold one", () => {
    expect(all.filter(([, step]) => commandIn(step) !== undefined).length).toBeGreaterThan(80);
    expect(all.filter(([, step]) => /\bkubectl /.test(step) && commandIn(step) === undefined)).toEqual([]);
  });

  test("psql only where PostgreSQL speaks", () => {
    const deadlock = (program: string) => `ERROR ${program}: deadlock detected`;
    expect(stepsOf([deadlock("postgres")]).join()).toContain("psql");
    for (const program of ["mongod", "mysqld InnoDB"])
      expect(stepsOf([deadlock(program)]).join()).not.toContain("psql");
    expect(stepsOf([deadlock("mysqld InnoDB")]).join()).toContain("SHOW ENGINE INNODB STATUS");
  });

  test("a file's mode is no matter where an API refuses", () => {
    const vault = "Error making API request. Code: 403. Errors: * permission denied";
    expect(stepsOf([vault]).join()).not.toContain("ls -ln");
    expect(stepsOf(["ERROR open /data/index: permission denied"]).join()).toContain("ls -ln");
  });

  test("a step whose command is the beginning of another is left out", () => {
    const steps = stepsOf([
      "[ERROR] plugin/errors: 2 api.stripe.com. A: read udp 10.1.0.4:3->10.0.0.2:53: i/o timeout",
    ]);
    expect(steps.filter((step) => step.includes("kubectl -n kube-system get pods -l k8s-app=kube-dns"))).toHaveLength(
      1,
    );
  });
});

describe("outside of Kubernetes", () => {
  test.each([
    {
      name: "systemd",
      lines: [
        "Nov 21 02:00:00 web-1 systemd[1]: app.service: Main process exited, code=exited, status=1/FAILURE",
        "Nov 21 02:00:00 web-1 systemd[1]: app.service: Failed with result 'exit-code'.",
      ],
      first: "systemctl status app",
    },
    {
      name: "a program that logs to syslog",
      lines: ["Nov 21 02:00:00 web-1 haproxy[71]: backend shop has no server available!"],
      first: "systemctl status haproxy",
    },
    {
      name: "Docker",
      lines: [
        'time="2026-11-21T02:00:00Z" level=error msg="containerd: dockerd failed to start container: executable file not found"',
      ],
      first: "docker ps -a",
    },
    {
      name: "npm",
      lines: ["npm ERR! code ENOENT", "npm ERR! enoent no such file or directory, open '/app/package.json'"],
      first: "npm",
    },
  ])("$name: no steps for a cluster", ({ lines, first }) => {
    const steps = stepsOf(lines);
    expect(steps[0]).toContain(first);
    expect(steps.join()).not.toContain("kubectl");
  });

  test.each([
    { name: "the kubelet", lines: ["Nov 21 02:00:00 worker-2 kubelet[981]: Back-off restarting failed container web"] },
    {
      name: "a namespace that the caller names",
      lines: ["Nov 21 02:00:00 web-1 app[1]: Back-off restarting failed container web"],
      place: { namespace: "shop" },
    },
  ])("but for $name", ({ lines, place }) => expect(stepsOf(lines, place).join()).toContain("kubectl"));
});
