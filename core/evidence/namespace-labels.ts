/** Labels that name a namespace, in order of preference. */
export const NAMESPACE_LABELS = ["namespace", "k8s_namespace_name"] as const;
