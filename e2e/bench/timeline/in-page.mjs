// What the bench does inside a page. Runs there: nothing from outside is to be had.

/** Installs `window.bench`. */
export function install() {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const settle = async (frames) => {
    for (let i = 0; i < frames; i++) await frame();
  };
  window.bench = {
    settle,
    /** Milliseconds from frame to frame while each frame gets one more step of a gesture. */
    async frames(count, step) {
      await settle(3);
      const times = [];
      let last = await frame();
      for (let i = 0; i < count; i++) {
        step(i);
        const now = await frame();
        times.push(now - last);
        last = now;
      }
      return times;
    },
  };
}

/** Pans, zooms and scrubs our timeline at several widths of the window, on both axes. Returns milliseconds of frames by gesture. */
export async function ourGestures({ levels, count, scrub }) {
  const { frames, settle } = window.bench;
  const canvas = document.querySelector('canvas.tl-canvas');
  const box = canvas.getBoundingClientRect();
  const wheel = (options) => canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: box.left + box.width * 0.45, clientY: box.top + box.height / 2, ...options }));
  const key = (name, shiftKey = false) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true }));
  const all = { zoom: [], pan: [], scrub: [] };
  for (const axis of ['Wall time', 'Logical time']) {
    [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === axis)?.click();
    for (const level of levels) {
      key('f');
      for (let i = 0; i < level; i++) wheel({ deltaY: -100 });
      await settle(10);
      all.zoom.push(...(await frames(count, (i) => wheel({ deltaY: i % 20 < 10 ? -50 : 50 }))));
      all.pan.push(...(await frames(count, (i) => wheel({ deltaX: i % 20 < 10 ? 40 : -40 }))));
      if (!scrub) continue;
      key('End');
      all.scrub.push(...(await frames(count, (i) => key(i % 20 < 10 ? 'ArrowLeft' : 'ArrowRight', true))));
      key('End');
    }
  }
  return all;
}

/** The same pans and zooms in speedscope, which shows one rank. */
export async function theirGestures({ levels, count }) {
  const { frames, settle } = window.bench;
  const canvases = [...document.querySelectorAll('canvas')];
  const canvas = canvases.toSorted((a, b) => b.clientHeight * b.clientWidth - a.clientHeight * a.clientWidth)[0];
  const views = [...document.querySelectorAll('div')].filter((div) => div.clientWidth > 600 && div.clientHeight > 200);
  const target = views.at(-1) ?? canvas;
  const box = target.getBoundingClientRect();
  const wheel = (options) => target.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: box.left + box.width * 0.45, clientY: box.top + 40, ...options }));
  const all = { zoom: [], pan: [] };
  for (const level of levels) {
    for (let i = 0; i < 400; i++) wheel({ deltaY: 40, ctrlKey: true });
    for (let i = 0; i < level; i++) wheel({ deltaY: -40, ctrlKey: true });
    await settle(10);
    all.zoom.push(...(await frames(count, (i) => wheel({ deltaY: i % 20 < 10 ? -15 : 15, ctrlKey: true }))));
    all.pan.push(...(await frames(count, (i) => wheel({ deltaX: i % 20 < 10 ? 40 : -40, deltaY: 0 }))));
  }
  return all;
}

/** Milliseconds from a move of the pointer to the card's words in the page, laid out; of points all over the picture. */
export async function hovers({ levels, count }) {
  const { settle } = window.bench;
  const canvas = document.querySelector('canvas.tl-canvas');
  const box = canvas.getBoundingClientRect();
  const times = [];
  let found = 0;
  const channel = new MessageChannel();
  const turn = () => new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  });
  for (const level of levels) {
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }));
    for (let i = 0; i < level; i++) canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, deltaY: -100, clientX: box.left + box.width * 0.45, clientY: box.top + 100 }));
    await settle(10);
    for (let i = 0; i < count; i++) {
      const [x, y] = [((i * 0.618034) % 1) * box.width * 0.9 + box.width * 0.08, ((i * 0.414214) % 1) * box.height];
      const before = performance.now();
      canvas.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: box.left + x, clientY: box.top + y, pointerId: 1 }));
      await turn();
      const card = document.querySelector('.tl-card');
      if (card !== null && card.getBoundingClientRect().height > 0) found++;
      times.push(performance.now() - before);
      await settle(1);
    }
  }
  return { times, found };
}
