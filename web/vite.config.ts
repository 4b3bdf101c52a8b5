import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { chunks } from './chunks.ts';

/** Where `make run` serves the console; it answers for everything that is not a source file. */
const LOCAL_CLOUD = process.env.DEBRIEF_CONSOLE_URL ?? 'http://127.0.0.1:5173';

export default defineConfig({
  plugins: [react(), chunks.plugin],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': LOCAL_CLOUD,
      '/cognito': LOCAL_CLOUD,
      '/config.json': LOCAL_CLOUD,
    },
  },
  // Named, so that the development server does not find them one by one and load the page anew each time.
  optimizeDeps: {
    include: ['@aws-amplify/auth', '@aws-amplify/core', '@mantine/charts', '@mantine/dates', 'wavesurfer.js'],
  },
  build: {
    target: 'es2023',
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: chunks.splitting } },
  },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node' },
});
