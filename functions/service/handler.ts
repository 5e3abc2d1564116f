import middy from "@middy/core";
import document from "../../openapi.json" with { type: "json" };
import type { ApiEvent, ApiResponse } from "../shared/event.ts";
import { middlewares } from "../shared/middlewares.ts";
import type { OpenApiDocument } from "./docs/document.ts";
import { createService } from "./operations.ts";

export const handler = middy<ApiEvent, ApiResponse>(createService(document as unknown as OpenApiDocument)).use(
  middlewares(),
);
