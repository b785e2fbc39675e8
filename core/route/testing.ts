import type { Bundle, PromptVersion, Rule } from "../prompt/bundle.ts";

/** A version with nothing in it but what routing looks at. */
export const promptVersion = (id: string, version: string): PromptVersion => ({
  id,
  version,
  description: "",
  messages: [],
  parts: [],
  inputs: { required: [], optional: {}, lists: {} },
  model_defaults: { temperature: 0.2, top_p: 0.9, max_tokens: 700, stop: [] },
  output: "triage.1",
  output_rules: [],
  fallback: null,
  template_sha256: "",
  content_sha256: "",
});

/** Two prompts of two versions, three intents; `core` names a label, `old` a version, `general` nothing. */
export const testBundle = (rules: readonly Rule[] = []): Bundle => ({
  format: "kprompt.bundle/1",
  prompts: {
    "triage.general": {
      "1.0.0": promptVersion("triage.general", "1.0.0"),
      "1.10.0": promptVersion("triage.general", "1.10.0"),
    },
    "triage.k8s": { "2.0.0": promptVersion("triage.k8s", "2.0.0"), "2.1.0": promptVersion("triage.k8s", "2.1.0") },
  },
  schemas: {},
  labels: {
    production: { "triage.general": "1.0.0", "triage.k8s": "2.0.0" },
    candidate: { "triage.general": "1.10.0", "triage.k8s": "2.1.0" },
  },
  routes: {
    default: "general",
    classifier: null,
    intents: {
      general: { description: "", prompt: "triage.general", examples: [], model: {} },
      core: {
        description: "",
        prompt: "triage.k8s@candidate",
        examples: [],
        model: { temperature: 0, max_tokens: 300 },
      },
      old: { description: "", prompt: "triage.k8s@2.0.0", examples: [], model: {} },
    },
    rules,
  },
  classifier: null,
  knowledge: {},
});
