import type { Builtin } from '../context.ts';
import { paths } from '../evaluate.ts';
import { allPaths, list, pathOf } from '../operations.ts';
import { changePath, deletePaths, getPath, type Path } from '../paths.ts';
import { isTrue, JqError, type Json } from '../value.ts';
import { firstOf, simple, valuesOf } from './support.ts';

function tryPaths(value: Json, path: Path): Json {
  try {
    return getPath(value, path);
  } catch (error) {
    if (error instanceof JqError) return null;
    throw error;
  }
}

/** Paths as values: finding them, following them, changing what is there. */
export const PATHS: Record<string, Builtin> = {
  'path/1': ({ context, cell, args }) =>
    (function* () {
      for (const path of paths(context, args[0]!, cell.value)) yield { value: path };
    })(),
  'paths/0': ({ cell }) =>
    (function* () {
      for (const path of allPaths(cell.value)) yield { value: path };
    })(),
  'paths/1': ({ context, cell, args }) =>
    (function* () {
      for (const path of allPaths(cell.value)) {
        if (isTrue(firstOf(context, args[0]!, getPath(cell.value, path)))) yield { value: path };
      }
    })(),
  'leaf_paths/0': ({ cell }) =>
    [...allPaths(cell.value)]
      .filter((path) => {
        const value = getPath(cell.value, path);
        return value === null || typeof value !== 'object';
      })
      .map((value) => ({ value })),
  'getpath/1': ({ context, cell, args }) =>
    (function* () {
      for (const value of valuesOf(context, args[0]!, cell.value)) {
        const path = pathOf(value);
        yield cell.path
          ? { value: tryPaths(cell.value, path), path: [...cell.path, ...path] }
          : { value: getPath(cell.value, path) };
      }
    })(),
  'setpath/2': simple((value, path, made) => changePath(value, pathOf(path), () => made)),
  'delpaths/1': simple((value, all) => deletePaths(value, list(all, 'deleted').map(pathOf))),
  'del/1': ({ context, cell, args }) => [
    { value: deletePaths(cell.value, [...paths(context, args[0]!, cell.value)]) },
  ],
};
