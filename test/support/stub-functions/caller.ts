/** Calls the stub functions of a running service. */
export const createStubClient = async (url: string) => {
  const read = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(url + path, init);
    if (!response.ok) throw new Error(`${path} returned ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { access_token } = await read<{ access_token: string }>("/oauth2/token", { method: "POST" });
  const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
  const post = (path: string, body: object) =>
    read<string>(path, { method: "POST", headers, body: JSON.stringify(body) });
  return {
    headers,
    put: (pk: string, sk: string) => post("/v1/organisations", { pk, sk }),
    /** The sort keys of a partition. */
    list: (pk: string) => read<string[]>(`/v1/members/${pk}`, { headers }),
    uploadUrl: (sk: string) => post("/v1/meetings/one/photos", { sk }),
  };
};

export type Caller = Awaited<ReturnType<typeof createStubClient>>;
