import type { Operation } from "../operation.ts";
import { refuseBody } from "../payload.ts";

/** HeadBucket: says that the bucket is there. */
export const headBucket: Operation = async ({ request, auth }) => {
  refuseBody(request, auth);
  return { status: 200 };
};
