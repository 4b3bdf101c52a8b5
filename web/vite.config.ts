import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `make run` serves the console; it answers for everything that is not a source file. */
const LOCAL_CLOUD = process.env.DEBRIEF_CONSOLE_URL ?? 'http://127.0.0.1:5173';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': LOCAL_CLOUD,
      '/cognito': LOCAL_CLOUD,
      '/config.json': LOCAL_CLOUD,
    },
  },
  build: { target: 'es2023', sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 400 },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node' },
});
