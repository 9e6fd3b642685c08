// Registers <orienta-chat>; a script that a page loads twice does so once.
import { OrientaChat } from "./element";

if (customElements.get("orienta-chat") === undefined) {
  customElements.define("orienta-chat", OrientaChat);
}
