/**
 * A label's name as the tables below have it: without what relabelling, OpenTelemetry and kube-state-metrics put before it.
 * `k8s.pod.name`, `kubernetes_pod_name` and `exported_pod_name` are all `pod_name`.
 */
export const plainName = (label: string): string =>
  label
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, "_")
    .replace(/^(?:exported_|label_|k8s_|kubernetes_(?!io_)|batch_kubernetes_io_){1,3}/, "");

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Differ from one copy of a program to the next, or from one scrape, evaluation or log line to the next: never a part. */
export const VOLATILE = words(`
  pod pod_name podname pod_uid pod_id pod_ip pod_index apps_kubernetes_io_pod_index statefulset_kubernetes_io_pod_name
  uid controller_uid container_id containerid id image image_id image_name image_tag
  ip host_ip internal_ip address_ip client_ip
  pod_template_hash pod_template_generation controller_revision_hash job_completion_index
  replica __replica__ prometheus prometheus_replica thanos_replica thanos_ruler_replica
  endpoint metrics_path instance_id service_instance_id boot_id system_uuid machine_id
  filename file_path log_file log_file_path log_file_name pid process_pid thread restart_count
  trace_id traceid span_id spanid request_id correlation_id session_id
  value current_value timestamp time
`);

/** Say on which machine; the address of a scrape is one of them. A pod comes up on another one. */
export const MACHINE = words("node node_name nodename node_hostname host hostname host_name kubernetes_io_hostname");
export const INSTANCE = "instance";

/** Name a thing that lives on when its pods go. */
export const OBJECT = words(`
  app app_name application app_kubernetes_io_name app_kubernetes_io_instance workload workload_name
  container container_name deployment deployment_name statefulset statefulset_name daemonset daemonset_name
  replicaset replicaset_name replicationcontroller cronjob cronjob_name job_name owner_name created_by_name
  service service_name svc name unit systemd_unit release helmrelease kustomization
  horizontalpodautoscaler hpa poddisruptionbudget persistentvolumeclaim persistentvolume pvc ingress
`);

/** Hold names that a controller or a scheduler made of a stable one. */
export const GENERATED = words(
  "job job_name replicaset replicaset_name owner_name created_by_name workload workload_name",
);

export const NAMESPACE = words("namespace namespace_name");

/** Hold the name of whoever tells of something. */
export const TELLER = words("job container container_name service service_name app app_kubernetes_io_name");

/** Tell of other things: their own name, pod and address say nothing about which. */
export const REPORTER = /exporter|kube-state-metrics|blackbox|probe|snmp|cadvisor|kubelet/;
/** Tell of the machine that they run on: there it matters which. */
export const MACHINE_REPORTER =
  /(?:node|windows|smartctl|ipmi|lm-sensors|nvidia|dcgm)[-_]?exporter|^(?:node|cadvisor)$/;
