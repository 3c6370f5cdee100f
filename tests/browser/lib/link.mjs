// The network between a patient's browser and the hospital. Chromium's own "offline" does not reach every worker, so
// the wire is cut as well.
import { connect, createServer } from 'node:net';

/** A link to the server at `target` (a URL); its own `origin` is where the browser goes. */
export async function openLink(target) {
  const { hostname, port } = new URL(target);
  let cut = false;
  const open = new Set();
  const server = createServer((near) => {
    near.on('error', () => near.destroy());
    if (cut) return near.destroy();
    const far = connect(Number(port), hostname);
    far.on('error', () => near.destroy());
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
    return undefined;
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    cut() {
      cut = true;
      for (const socket of open) socket.destroy();
    },
    restore() {
      cut = false;
    },
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
