/**
 * Lines with a planted secret: `before` and `after` stay as they are. The secrets are put together here, so that no
 * scanner mistakes this file for a leak; none has ever opened anything.
 */
const id = (length: number): string => "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0".repeat(3).slice(0, length);
const hex = (length: number): string => "0123456789abcdef".repeat(8).slice(0, length);
const upper = (length: number): string => id(length).toUpperCase();
const jwt = `eyJ${id(20)}.eyJ${id(30)}.${id(43)}`;

export interface Planted {
  readonly name: string;
  readonly line: string;
  readonly secret: string;
  /** The line as it must read. */
  readonly expected: string;
}

const plant = (name: string, before: string, secret: string, after: string, kind: string): Planted => ({
  name,
  line: before + secret + after,
  secret,
  expected: `${before}[redacted:${kind}]${after}`,
});

export const PLANTED: readonly Planted[] = [
  plant("key=value", "connecting password=", "hunter2", " host=db", "password"),
  plant("signs in the value", "password=", "p@ss)w0rd!,x;y&z", " host=db", "password"),
  plant("connection string", "Server=db;User Id=sa;Password=", "hunter2!x", ";Encrypt=true", "password"),
  plant("query", "GET /login?user=bob&token=", "abc123", "&page=2 200", "token"),
  plant("quoted value", 'login secret="', "two words, one = secret", '" ok', "secret"),
  plant("single quotes", "{'password': '", "hunter2", "', 'user': 'bob'}", "password"),
  plant("JSON", '{"user":"bob","password":"', 'hun\\"ter2', '","ok":true}', "password"),
  plant("JSON number", '{"password": ', "123456", ', "ok": true}', "password"),
  plant("JSON, value ends in a backslash", '{"password":"', "abc\\\\", '","user":"bob"}', "password"),
  plant("JSON in JSON", '{"body":"{\\"api_key\\":\\"', "k3y", '\\",\\"a\\":1}"}', "api_key"),
  plant("JSON cut off", '{"user":"bob","client_secret":"', "abc def", "", "secret"),
  plant("Go map", "headers map[X-Api-Key:[", "k3yk3y", "] Accept:[*/*]]", "api_key"),
  plant("Ruby hash", '{:password=>"', "hunter2", '"}', "password"),
  plant("YAML", "  db_password: ", "hunter2", "", "password"),
  plant("environment", "export POSTGRES_PASSWORD=", "correct-horse", "", "password"),
  plant("header", "> X-Api-Key: ", "abcd-efgh", "", "api_key"),
  plant("flag with a space", "exec mysqldump --password ", "hunter2", " shop", "password"),
  plant("flag", "exec app --api-key=", "k3y", " serve", "api_key"),
  plant("camel case", '{"accessToken":"', "x1y2", '"}', "token"),
  plant("access key of AWS", "aws_secret_access_key = ", "wJalrXUtnFEMI/K7MDENG/bPx", "", "secret"),
  plant("account key of Azure", "AccountName=a;AccountKey=", "Zm9vYmFy+/==", ";EndpointSuffix=x", "api_key"),
  plant("coloured pair", "user=bob password=", "hunter2", " ok", "password"),
  plant("SQL", "ALTER USER shop WITH PASSWORD '", "hunter2", "'", "password"),
  plant("bearer", "authorization: Bearer ", id(32), "", "bearer"),
  plant("basic", "curl -H 'Authorization: Basic ", "Ym9iOmh1bnRlcjI=", "'", "basic"),
  plant("digest", "Authorization: Digest ", 'username="bob", response="6629fae4"', "", "authorization"),
  plant("token scheme", "Authorization: Token ", "abcdef", "", "authorization"),
  plant("cookie", "Cookie: ", "session=abc; csrftoken=def", "", "cookie"),
  plant("URL", "dial postgres://shop:", "hunter2", "@db.svc:5432/shop", "password"),
  plant("URL, @ in the password", "dial postgres://shop:", "hun@ter2", "@db.svc:5432/shop", "password"),
  plant("URL, / in the password", "dial postgres://shop:", "hun/ter2", "@db.svc:5432/shop", "password"),
  plant("URL without user", "redis://:", "hunter2", "@cache:6379/0", "password"),
  plant("MySQL in Go", 'open "shop:', "hunter2", '@tcp(db:3306)/shop"', "password"),
  plant("key as user", "dsn https://", hex(32), "@errors.example.com/4", "token"),
  plant("webhook of Slack", "POST https://hooks.slack.com/services/", "T000/B000/xyz", " 200", "webhook"),
  plant("JSON web token", "cookie jar has ", jwt, " now", "jwt"),
  plant("AWS", "using ", `AKIA${upper(16)}`, " in eu-west-1", "aws_key"),
  plant("GitHub", "remote ", `ghp_${id(36)}`, " rejected", "github_token"),
  plant("GitHub, fine-grained", "remote ", `github_pat_${id(22)}_${id(59)}`, "", "github_token"),
  plant("GitLab", "remote ", `glpat-${id(20)}`, "", "gitlab_token"),
  plant("Slack", "bot ", `xoxb-${"1".repeat(12)}-${id(24)}`, "", "slack_token"),
  plant("Google", "key ", `AIza${id(35)}`, "", "google_key"),
  plant("Stripe", "charge with ", `sk_live_${id(24)}`, "", "stripe_key"),
  plant("npm", "publish ", `npm_${id(36)}`, "", "npm_token"),
  plant("Hugging Face", "pull ", `hf_${id(34)}`, "", "huggingface_token"),
  plant("model key", "calling with ", `sk-proj-${id(40)}`, "", "model_key"),
  plant("Vault", "login ", `hvs.${id(40)}`, "", "vault_token"),
  plant("Grafana", "scrape ", `glsa_${id(32)}_${hex(8)}`, "", "grafana_token"),
  plant("Docker", "login ", `dckr_pat_${id(27)}`, "", "docker_token"),
  plant("e-mail", "mail to <", "bob.smith+x@mail.example.co.uk", "> sent", "email"),
  plant(
    "private key",
    "-----BEGIN RSA PRIVATE KEY-----",
    "\nMIIEow\nIBAAK\n",
    "-----END RSA PRIVATE KEY-----",
    "private_key",
  ),
  plant(
    "private key in JSON",
    '{"k":"-----BEGIN PRIVATE KEY-----',
    "\\nMIIE\\n",
    '-----END PRIVATE KEY-----\\n"}',
    "private_key",
  ),
  plant("private key cut off", "-----BEGIN EC PRIVATE KEY-----", "\nMIIEow", "", "private_key"),
];

/** Nothing in these is a secret. */
export const HARMLESS: readonly string[] = [
  "go: downloading k8s.io/client-go@v0.33.0",
  "npm install lodash@4.17.21 @types/node@24.1.0 pkg@v1.2.3-rc.beta",
  "commit 5f2a1c9d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39 merged",
  "pulled ghcr.io/acme/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "request 6fa459ea-ee8a-3ca4-894e-db77e160355e done",
  "apikey rotation policy applied",
  "token expired",
  "token: expired",
  "invalid token: signature is invalid",
  "Unexpected token: } in JSON at position 4",
  "SyntaxError: Unexpected token < in JSON",
  "secretName: foo",
  "secretRef: { name: smtp-login }",
  '"Reconciled" secret="default/registry-login"',
  'Error: secret "smtp-login" not found',
  'MountVolume.SetUp failed for volume "kube-api-access-x7k2p" : secret "tls" not found',
  'FATAL:  password authentication failed for user "shop"',
  "authorization: denied",
  "authorization: policy says no",
  "password: must be at least 8 characters",
  "password=null token=<nil> secret= api_key=*** auth=none",
  "PASSWORD=${DB_PASSWORD} TOKEN=$TOKEN",
  "max_tokens=700 tokens: 512 token_type=Bearer token_count=3",
  "--- PASS: TestLogin (0.00s)",
  "pass=12 fail=0",
  'WWW-Authenticate: Bearer realm="https://auth.example.com/token",service="registry"',
  "Basic authentication is disabled, basic input/output only",
  "bearer token is missing",
  "Started getty@tty1.service and user@1000.service",
  "git clone git@github.com:acme/api.git",
  "ssh://git@github.com/acme/api",
  "http://10.0.0.7:5432/path@v2 and https://host.example.com:8443/a?b=c",
  "java.lang.Object@1b2c3d4e",
  "pod orders-5c6bd7f9d4-qm2lj in shop scheduled on node-2",
  "disk-usage-of-some-very-long-kubernetes-name-20261121",
  "sk-deployment is not a key",
  "trace_id=02116dda104b4daee51a3744b8791cbe span_id=b7ad6b7169203331",
  "key=default/orders keys=3 primary key: id",
  "-----BEGIN CERTIFICATE-----",
];
