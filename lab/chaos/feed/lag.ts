import { setTimeout as pause } from "node:timers/promises";
import { connect, localAdmin } from "../../../test/demo/api.ts";
import type { Follower } from "./follower.ts";

/** Milliseconds after which a change counts as not told; the promise is 5 s, which a busy machine may miss. */
const retryRuntime = 60_000;

/** Milliseconds until a change on a quiet service is with the follower; undefined where it never came. */
export const measureLag = async (url: string, follower: Follower): Promise<number | undefined> => {
  const api = await connect(url, localAdmin);
  const body = { kind: "superior-committee", name: "Đảng bộ của phép đo" };
  const { id } = await api.post<{ id: string }>("/v1/organisations", body, `lag-${follower.entries.length}`);
  const begun = performance.now();
  const isTold = () => follower.entries.slice(-10).some(({ resource }) => resource.id === id);
  while (!isTold() && performance.now() - begun < retryRuntime) await pause(10);
  return isTold() ? performance.now() - begun : undefined;
};
