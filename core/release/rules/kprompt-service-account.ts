import { show } from "../../prompt/show.ts";
import type { FunctionRule } from "./kprompt-function.ts";
import { at, error, nearestPath, textOf } from "./serving-value.ts";

/** No function calls the API server, so none needs the token with which a stolen pod could. */
export const checkServiceAccount: FunctionRule = function* ({ manifest, template }, tree) {
  const { automountServiceAccountToken, serviceAccountName } = template.spec;
  if (automountServiceAccountToken === false) return;
  const account = textOf(serviceAccountName) ?? "default";
  const found = tree.find(
    ({ kind, name, namespace }) => kind === "ServiceAccount" && name === account && namespace === manifest.namespace,
  );
  if (at(found?.value, ["automountServiceAccountToken"]) === false) return;
  yield error(
    "kprompt_service_account",
    nearestPath(manifest.value, [...template.path, "spec", "serviceAccountName"]),
    `The pod gets the token of ServiceAccount ${show(account)}. Write automountServiceAccountToken: false in the template's ` +
      "spec, or in a ServiceAccount of its own.",
  );
};
