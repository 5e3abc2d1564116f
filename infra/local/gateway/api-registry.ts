import { randomBytes } from "node:crypto";

export type Throttle = { rate: number; burst: number };
export type JwtSettings = { issuer: string; audience: readonly string[] };

/** One HTTP API as the template states it. */
export type ApiSettings = {
  id: string;
  routes: { key: string; integrationId: string; authorizerId?: string | undefined; scopes: readonly string[] }[];
  /** ARN of the function by the integration's id. */
  integrations: Map<string, string>;
  authorizers: Map<string, JwtSettings>;
  stage?: { throttle: Throttle | undefined; routeThrottles: ReadonlyMap<string, Throttle> };
};

export type ApiRegistry = {
  add(): ApiSettings;
  /** Throws where there is none. */
  find(id: string): ApiSettings;
  all(): readonly ApiSettings[];
};

/** An id as API Gateway makes them: ten letters and digits. */
export const gatewayId = () => randomBytes(5).toString("hex");

export const createApiRegistry = (): ApiRegistry => {
  const apis = new Map<string, ApiSettings>();
  return {
    add() {
      const api: ApiSettings = { id: gatewayId(), routes: [], integrations: new Map(), authorizers: new Map() };
      apis.set(api.id, api);
      return api;
    },
    find(id) {
      const api = apis.get(id);
      if (api === undefined) throw new Error(`There is no API ${id}`);
      return api;
    },
    all: () => [...apis.values()],
  };
};
