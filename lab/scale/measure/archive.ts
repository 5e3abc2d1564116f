import { callerAt } from "../../../test/support/world.ts";
import { type Archive, recordArchive } from "../../bench/place/archive.ts";
import type { Direct } from "../../bench/place/direct.ts";

/**
 * Records the conference that every operation is measured on, in a committee below one of a nation's superiors. A superior of
 * its own stands between, so that it can be recorded again.
 * @param path ids from the top of the nation down to the superior
 */
export const recordArchiveBelow = async (direct: Direct, path: readonly string[]): Promise<Archive> => {
  const body = { kind: "superior-committee", name: "Đảng bộ Khối", parentId: path.at(-1) };
  const { record } = await direct.call("createOrganisation", { body });
  const put: Direct["api"]["put"] = (target, sent) => {
    const isTop = target.startsWith("/v1/organisations/") && !("parentId" in sent);
    return direct.api.put(target, isTop ? { ...sent, parentId: record.id } : sent);
  };
  // Keys of their own each time: under one key the first conference would be answered again.
  const post: Direct["api"]["post"] = (target, sent) => direct.api.post(target, sent, "");
  const archive = await recordArchive({ ...direct, api: { ...direct.api, put, post } });
  return { ...archive, caller: callerAt([...path, record.id, ...archive.caller.path]) };
};
