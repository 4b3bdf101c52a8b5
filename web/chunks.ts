/**
 * Which files the build's modules go into.
 *
 * Left alone, the bundler makes a file of each set of modules that the same pages share: more than seventy for the first
 * page, each with a request of its own. So there are few, by when they are needed.
 */
import type { Plugin, Rolldown } from 'vite';

/** What is read first: each is one file, with all that its modules import and that no earlier one has. */
const STAGES = [
  // What the page begins with, and its styles.
  { name: 'first', roots: ['/src/main.tsx'] },
  // Without this nothing shows.
  {
    name: 'base',
    roots: [
      '/src/start.tsx',
      ...['useQuery', 'useInfiniteQuery', 'useMutation'].map(query),
      '/use-document-title.mjs',
    ],
  },
  // What signing in is made of, and most pages.
  { name: 'fields', roots: ['TextInput', 'PasswordInput', 'Paper', 'Alert'].map(component) },
  // What most pages are made of.
  {
    name: 'parts',
    roots: [
      ...['Grid', 'Menu', 'Progress', 'Table', 'Tooltip'].map(component),
      ...['DataTable.tsx', 'Disclosure.tsx', 'Empty.tsx', 'Facts.tsx', 'Page.tsx', 'Tag.tsx', 'When.tsx'].map(
        part,
      ),
      ...['Behind.tsx', 'confirm.tsx', 'names.ts', 'OtherProblem.tsx', 'proof.ts', 'Rate.tsx', 'say.ts'].map(
        part,
      ),
      // A report is asked for at home, in a 1-to-1 and on a person's page.
      '/src/summaries/changes.ts',
    ],
  },
  // What stands around every page, or opens over it.
  {
    name: 'shell',
    roots: ['/src/app/HeaderTools.tsx', '/src/app/Overlays.tsx', '/src/parts/DetailDrawer.tsx'],
  },
];
/** What so many pages share is one file for all of them. */
const SHARED_BY = 5;

const stageOf = new Map<string, string>();

function query(name: string): string {
  return `/@tanstack/react-query/build/modern/${name}.js`;
}

function part(name: string): string {
  return `/src/parts/${name}`;
}

function component(name: string): string {
  return `/@mantine/core/esm/components/${name}/${name}.mjs`;
}

/** Finds out what each stage imports, once all modules are read. */
const plugin: Plugin = {
  name: 'debrief-chunks',
  apply: 'build',
  async buildEnd(error) {
    if (error) return;
    stageOf.clear();
    const readers = new Map<string, Promise<Module>>();
    const read = (id: string) => {
      const known = readers.get(id) ?? readModule(this, id);
      readers.set(id, known);
      return known;
    };
    const ids = [...this.getModuleIds()];
    for (const { name, roots } of STAGES) {
      const left: [string, string][] = roots.map((root) => {
        const id = ids.find((each) => each.endsWith(root));
        if (id === undefined) throw new Error(`chunks.ts names ${root}, which isn't there`);
        return [id, '*'];
      });
      const asked = new Set<string>();
      for (let next = left.pop(); next; next = left.pop()) {
        const [id, wanted] = next;
        if (asked.has(`${wanted} ${id}`)) continue;
        asked.add(`${wanted} ${id}`);
        const module = await read(id);
        if (module.passes && wanted !== '*') {
          // Only hands names on: of a library's index nothing is needed but what was asked for.
          const found = module.exports.get(wanted);
          if (found) left.push(found);
          else left.push(...module.all.map((from): [string, string] => [from, wanted]));
          continue;
        }
        if (!stageOf.has(id)) stageOf.set(id, name);
        left.push(...module.imports);
      }
    }
  },
  // The page asks for it at once: it would hear of it from its first script only.
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle }) {
      const base = Object.values(bundle ?? {}).find((each) => each.type === 'chunk' && each.name === 'base');
      if (!base) return [];
      return [
        {
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${base.fileName}` },
          injectTo: 'head',
        },
      ];
    },
  },
};
interface Module {
  /** Whether it holds nothing of its own. */
  passes: boolean;
  /** Its exports that come from elsewhere, by name: module and name there. */
  exports: Map<string, [string, string]>;
  /** Modules that it exports all of. */
  all: string[];
  /** What it imports: module and name. */
  imports: [string, string][];
}

async function readModule(context: Rolldown.PluginContext, id: string): Promise<Module> {
  const module: Module = { passes: true, exports: new Map(), all: [], imports: [] };
  const code = context.getModuleInfo(id)?.code;
  if (!code) return { ...module, passes: false };
  const locals = new Map<string, [string, string]>();
  const own: [string, string][] = [];
  const resolved = async (source: string) => (await context.resolve(source, id))?.id;
  for (const node of context.parse(code, { lang: 'js' }).body) {
    if (node.type === 'ImportDeclaration') {
      const from = await resolved(node.source.value);
      if (from === undefined) continue;
      if (node.specifiers.length === 0) module.imports.push([from, '*']);
      for (const each of node.specifiers) {
        const name =
          each.type === 'ImportSpecifier'
            ? nameOf(each.imported)
            : each.type === 'ImportDefaultSpecifier'
              ? 'default'
              : '*';
        locals.set(each.local.name, [from, name]);
        module.imports.push([from, name]);
      }
    } else if (node.type === 'ExportAllDeclaration') {
      const from = await resolved(node.source.value);
      if (from !== undefined) module.all.push(from);
    } else if (node.type === 'ExportNamedDeclaration' && !node.declaration) {
      const from = node.source ? await resolved(node.source.value) : undefined;
      for (const each of node.specifiers) {
        const local = nameOf(each.local);
        if (from !== undefined) {
          module.exports.set(nameOf(each.exported), [from, local]);
          module.imports.push([from, local]);
        } else own.push([nameOf(each.exported), local]);
      }
    } else if (!(node.type === 'ExpressionStatement' && 'directive' in node)) module.passes = false;
  }
  for (const [name, local] of own) {
    const found = locals.get(local);
    if (found) module.exports.set(name, found);
  }
  module.imports.push(...module.all.map((from): [string, string] => [from, '*']));
  return module;
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.name ?? String(node.value);
}

const splitting: Rolldown.CodeSplittingOptions = {
  groups: [
    ...STAGES.map(({ name }, place) => ({
      name,
      test: (id: string) => stageOf.get(id) === name,
      priority: 10 - place,
    })),
    { name: 'choices', minShareCount: SHARED_BY, priority: 1 },
  ],
};

export const chunks = { plugin, splitting };
