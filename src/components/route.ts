import { defineRouteMiddleware } from '@astrojs/starlight/route-data';

/** Pages with a lab give the room of the sidebar and the table of contents to the lab. */
export const onRequest = defineRouteMiddleware((context) => {
  const route = context.locals.starlightRoute;
  if (!route.entry.data.lab) return;
  route.hasSidebar = false;
  route.toc = undefined;
});
