import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { earlyLab } from './src/node/early-lab.ts';
import { worldFiles } from './src/node/world-files.ts';

// One letter beyond ASCII and a browser reads and keeps the whole script at two bytes a letter.
const rolldownOptions = { output: { charset: 'ascii' } };

export default defineConfig({
  // Its watch over every change of the page would be paid for by each line that a terminal prints.
  prefetch: false,
  // A style sheet of its own is a request that everything waits for.
  build: { inlineStylesheets: 'always' },
  vite: {
    resolve: { alias: { '~': new URL('./src', import.meta.url).pathname } },
    build: { rolldownOptions },
    worker: { format: 'es', rolldownOptions },
  },
  integrations: [
    worldFiles(),
    earlyLab(),
    starlight({
      title: 'Tagboat',
      description:
        'Learn container registries by using them: a simulated Docker and real refusals, in a browser tab.',
      favicon: '/favicon.svg',
      customCss: ['./src/styles/theme.css'],
      // Content lives beside src/, so the sidebar is an explicit list and Markdown features are switched on by folder.
      markdown: { processedDirs: ['./content'] },
      routeMiddleware: './src/components/route.ts',
      components: {
        Footer: './src/components/Footer.astro',
        Head: './src/components/Head.astro',
        Header: './src/components/Header.astro',
        MarkdownContent: './src/components/MarkdownContent.astro',
        MobileMenuFooter: './src/components/MobileMenuFooter.astro',
        PageTitle: './src/components/PageTitle.astro',
        ThemeProvider: './src/components/ThemeProvider.astro',
        TwoColumnContent: './src/components/TwoColumnContent.astro',
      },
      sidebar: [
        {
          label: 'Start here',
          items: [
            { label: 'All lessons', slug: 'lessons' },
            'lessons/start/push-your-first-image',
            'sandbox',
          ],
        },
        { label: 'About', items: [{ label: 'How close to the real Docker?', slug: 'fidelity' }] },
      ],
    }),
  ],
});
