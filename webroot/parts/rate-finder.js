import { axes } from '../charts/axes.js';
import { dot, inside, trace } from '../charts/lines.js';
import { powersOfTen } from '../charts/scales.js';
import { decodeNumber } from '../state/protocol.js';
import { ofRun } from '../state/requested-run.js';
import { ask } from '../state/runs-api.js';
import { colours } from '../ui/colours.js';
import { byId, setText } from '../ui/dom.js';
import { formatLoss, formatShort } from '../ui/format.js';

/**
 * What came of other rates, as the server tells it.
 * @typedef {{steps: number, loss: import('../state/protocol.js').WireNumber,
 *   trials: {rate: number, loss: import('../state/protocol.js').WireNumber}[], proposal: number | null, reason: string}} Sweep
 */

/**
 * Looks for a learning rate: the server tries many on copies of the run, and one press takes the best.
 * @param {import('../state/store.js').Store} store
 * @param {(message: import('../state/protocol.js').ClientMessage) => boolean} send
 */
export function rateFinder(store, send) {
  const find = byId('find-rate', HTMLButtonElement);
  const root = byId('rate-finder', HTMLElement);
  const reason = byId('rate-reason', HTMLElement);
  const box = byId('rate-chart-box', HTMLElement);
  const canvas = byId('rate-chart', HTMLCanvasElement);
  const take = byId('take-rate', HTMLButtonElement);
  /** @type {Sweep | null} */
  let sweep = null;
  let asking = false;
  /** @type {ReturnType<typeof axes> | null} */
  let chart = null;

  find.addEventListener('click', () => {
    const open = root.hidden;
    root.hidden = !open;
    find.setAttribute('aria-expanded', String(open));
    if (open) {
      void look();
    }
  });
  take.addEventListener('click', () => {
    if (sweep?.proposal) {
      send({ type: 'setLearningRate', value: sweep.proposal });
    }
    root.hidden = true;
    find.setAttribute('aria-expanded', 'false');
    find.focus();
  });

  async function look() {
    if (asking) {
      return;
    }
    asking = true;
    sweep = null;
    box.hidden = take.hidden = true;
    setText(reason, 'Trying many rates on copies of this run.');
    try {
      sweep = await ask(ofRun('api/rates'));
      setText(reason, sweep?.reason ?? '');
      show();
    } catch (error) {
      setText(reason, error instanceof TypeError ? 'The server does not answer.' : error instanceof Error ? `${error.message}.` : String(error));
    } finally {
      asking = false;
    }
  }

  function show() {
    if (sweep === null) {
      return;
    }
    const { proposal } = sweep;
    box.hidden = false;
    take.hidden = proposal === null;
    setText(take, proposal === null ? '' : `Take ${formatShort(proposal)}`);
    chart ??= axes(canvas, paint);
    draw();
    const told = sweep.trials.map(({ rate, loss }) => `${formatShort(rate)}: ${Number.isFinite(decodeNumber(loss)) ? formatLoss(decodeNumber(loss)) : 'diverged'}`);
    canvas.setAttribute('aria-label', `Loss after ${sweep.steps} steps by learning rate: ${told.join('; ')}`);
  }

  function draw() {
    if (chart === null || sweep === null || box.hidden) {
      return;
    }
    // What is far above the present loss says only that the rate is too high.
    const now = decodeNumber(sweep.loss);
    const losses = sweep.trials.map(({ loss }) => decodeNumber(loss)).filter((loss) => loss <= 10 * now);
    const rates = powersOfTen(sweep.trials.map(({ rate }) => rate));
    // The chart is narrow: each second power has its number.
    chart.draw({ ...rates, ticks: rates.ticks?.filter((_, i) => i % 2 === 0) }, powersOfTen([now, ...losses]));
  }

  /** @param {import('../charts/axes.js').Axes} axes */
  function paint({ ctx, chartArea, across, up }) {
    if (sweep === null) {
      return;
    }
    const { loss: line, accent, mark } = colours();
    const now = decodeNumber(sweep.loss);
    const trials = sweep.trials.map(({ rate, loss }) => ({ x: across(rate), y: decodeNumber(loss) <= 10 * now ? up(decodeNumber(loss)) : NaN }));
    inside(ctx, chartArea, () => {
      ctx.strokeStyle = mark;
      ctx.lineWidth = 1;
      ctx.setLineDash([4, 4]);
      const rate = across(store.state.status?.learningRate ?? NaN);
      trace(ctx, [rate, rate], [chartArea.top, chartArea.bottom]);
      ctx.setLineDash([]);
      ctx.strokeStyle = line;
      ctx.lineWidth = 2;
      trace(ctx, trials.map(({ x }) => x), trials.map(({ y }) => y));
      for (const { x, y } of trials) {
        dot(ctx, x, y, 3, line);
      }
      if (sweep?.proposal) {
        const x = across(sweep.proposal);
        ctx.strokeStyle = accent;
        ctx.lineWidth = 3;
        trace(ctx, [x, x], [chartArea.top, chartArea.bottom]);
      }
    });
  }

  return {
    draw() {
      find.disabled = !store.state.live || store.state.status?.status === 'diverged';
    },
    /** To be called after the colours have changed. */
    restyle() {
      chart?.restyle();
      draw();
    },
  };
}
