import { defaultAdminSecret } from "./options.ts";
import type { LocalService } from "./service.ts";

/** What the terminal shows once the service answers. `seconds` is how long that took. */
export function greeting({ url, objectsUrl }: LocalService, seconds: number, adminSecret: string | undefined): string {
  const secret = adminSecret === undefined ? defaultAdminSecret : "$DANGBO_ADMIN_SECRET";
  return `
dangbo answers at ${url} (ready in ${seconds.toFixed(1)} s; storage at ${objectsUrl})

  Documentation   ${url}/docs
  A token         TOKEN=$(curl -s -u "admin:${secret}" -d grant_type=client_credentials ${url}/oauth2/token | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')
  First calls     curl -s -H "Authorization: Bearer $TOKEN" ${url}/v1/organisations
                  curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
                    -d '{"kind": "grassroots-committee", "name": "Đảng bộ Thư viện"}' ${url}/v1/organisations

Stop with Ctrl-C.
`;
}
