// <mail-flow scenario="ex1331830" flighting="50" lever="flighting">: Mailflow as an element.
//
// A thin wrapper of the embedded page (an iframe) and its messages. Attributes are the keys of a link,
// one to one; `scenario` may stand for `s`. Methods send messages and give promises of their answers;
// what the page says by itself is an event with the message's name. See docs/embedding.md.
(() => {
  'use strict';

  const NS = 'mailflow';
  const VERSION = 1;
  /** The page lies beside this script, unless `src` says otherwise. */
  const HOME = new URL('./', document.currentScript?.src || document.baseURI);
  /** Attributes that are the element's own or every element's: all others are keys of the link. */
  const NO_KEY =
    /^(src|height|loading|sandbox|title|id|class|style|hidden|slot|part|lang|dir|role|tabindex|is|inert|popover|translate|draggable|(data|aria|on)[-a-z].*)$/;
  const STYLE = `
    :host { display: block; }
    :host([hidden]) { display: none; }
    iframe { display: block; width: 100%; border: 0; color-scheme: auto; }
  `;

  class MailFlow extends HTMLElement {
    #frame = null;
    #waiting = new Map();
    #next = 1;
    #opened = null;
    #observer = new MutationObserver((changes) => this.#changed(changes));
    #hear = (event) => this.#receive(event);

    /** What the page said of itself last. */
    state = null;

    connectedCallback() {
      if (!this.shadowRoot) {
        // What stands inside the element is for readers whose browser does not run this script.
        this.attachShadow({ mode: 'open' }).innerHTML = `<style>${STYLE}</style>`;
      }
      window.addEventListener('message', this.#hear);
      this.#observer.observe(this, { attributes: true });
      this.#open();
    }

    disconnectedCallback() {
      window.removeEventListener('message', this.#hear);
      this.#observer.disconnect();
      this.#close();
    }

    /** The address of the embedded page. */
    get url() {
      const url = new URL(this.getAttribute('src') ?? '', HOME);
      const keys = [['embed', '1']];
      for (const { name, value } of this.attributes) {
        if (!NO_KEY.test(name)) keys.push([name === 'scenario' ? 's' : name, value]);
      }
      // Commas, colons and @ are part of values and stay readable.
      const escape = (text) => encodeURIComponent(text).replace(/%(2C|3A|40|7E)/g, decodeURIComponent);
      url.hash = keys.map(([key, value]) => `${key}=${escape(value)}`).join('&');
      return url.href;
    }

    /** Fulfilled with the first state, once the page is there. */
    get ready() {
      return this.#opened?.promise ?? Promise.reject(new Error('<mail-flow> is not in a document'));
    }

    load(what) {
      return this.send('load', typeof what === 'string' ? { scenario: what } : what);
    }

    play(speed) {
      return this.send('play', speed === undefined ? {} : { speed });
    }

    pause() {
      return this.send('pause');
    }

    /** Seconds from the start of the run, or text with units: `2h10min`. */
    seek(at) {
      return this.send('seek', typeof at === 'number' ? { at_s: at } : { at });
    }

    step(to = 'next-mark') {
      return this.send('step', { to });
    }

    set(values) {
      return this.send('set', values);
    }

    action(entry) {
      return this.send('action', entry);
    }

    get() {
      return this.send('get');
    }

    export(what = 'csv') {
      return this.send('export', { what });
    }

    /** Sends a message when the page is ready; fulfilled with the payload of its answer. */
    async send(type, payload = {}) {
      await this.ready;
      const id = this.#next++;
      const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
      this.#frame.contentWindow.postMessage({ ns: NS, v: VERSION, id, type, payload }, '*');
      return answer;
    }

    #open() {
      this.#close();
      const opened = {};
      opened.promise = new Promise((resolve, reject) => Object.assign(opened, { resolve, reject }));
      opened.promise.catch(() => {}); // Whoever waits is told; nobody else need be.
      this.#opened = opened;
      const frame = document.createElement('iframe');
      frame.title = this.title || 'Mailflow: a simulation of an Exchange Online mail outage';
      frame.loading = this.getAttribute('loading') ?? 'lazy';
      frame.allow = 'fullscreen; clipboard-write';
      frame.part = 'frame';
      frame.style.height = `${Number(this.getAttribute('height')) || 450}px`;
      if (this.hasAttribute('sandbox')) frame.setAttribute('sandbox', this.getAttribute('sandbox'));
      frame.src = this.url;
      this.shadowRoot.append(frame);
      this.#frame = frame;
    }

    #close() {
      this.#frame?.remove();
      this.#frame = null;
      this.state = null;
      const gone = new Error('the embedded page was closed');
      for (const { reject } of this.#waiting.values()) reject(gone);
      this.#waiting.clear();
      this.#opened?.reject(gone);
      this.#opened = null;
    }

    #changed(changes) {
      const names = new Set(changes.map((change) => change.attributeName));
      const theme = this.getAttribute('theme');
      if (names.size === 1 && names.has('theme') && this.state && theme) {
        // A host that turns dark need not load the page anew.
        this.set({ theme }).catch(() => {});
      } else if ([...names].some((name) => !NO_KEY.test(name) || /^(src|height|sandbox)$/.test(name))) {
        this.#open();
      }
    }

    #receive({ source, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow) return;
      if (data?.ns !== NS || data.v !== VERSION) return;
      const { id, type, payload } = data;
      if (type === 'ready') this.state = payload.state;
      if (type === 'state') this.state = payload;
      if (type === 'resize' && !this.hasAttribute('height')) this.#frame.style.height = `${payload.height}px`;
      if (type === 'ready') this.#opened?.resolve(payload.state);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (type === 'error') waiting?.reject(Object.assign(new Error(payload.message), payload));
      else waiting?.resolve(payload);
      this.dispatchEvent(new CustomEvent(type, { detail: payload }));
    }
  }

  if (!customElements.get('mail-flow')) customElements.define('mail-flow', MailFlow);
})();
