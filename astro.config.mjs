import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { worldFiles } from './src/node/world-files.ts';

export default defineConfig({
  vite: {
    resolve: { alias: { '~': new URL('./src', import.meta.url).pathname } },
    worker: { format: 'es' },
  },
  integrations: [
    worldFiles(),
    starlight({
      title: 'Tagboat',
      description:
        'Learn container registries by using them: a simulated Docker and real refusals, in a browser tab.',
      logo: { src: './src/components/tagboat.svg', alt: '' },
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
        PageTitle: './src/components/PageTitle.astro',
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
