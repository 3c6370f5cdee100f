import { Button } from "react-aria-components";

import { settings } from "../app/settings";
import type { SignedOutBecause } from "../api/session";
import { useStore } from "../live/store";
import { useText } from "../text/use";
import { Icon } from "../ui/icon";
import { Segments } from "../ui/parts";

/** The way in: the hospital's own page asks who it is. */
export function SignInScreen({
  why,
  drafts,
  onSignIn,
  onAgain,
}: {
  why: SignedOutBecause;
  drafts: boolean;
  onSignIn: () => void;
  onAgain: () => void;
}) {
  const { t, language } = useText();
  const now = useStore(settings);
  return (
    <main className="gate">
      <div className="card gate-card">
        <span className="mark">
          <Icon name="heart" large />
        </span>
        <h1>{t("app-title")}</h1>
        <p className="m">{t("sign-in-what")}</p>
        {why !== "fresh" && (
          <p className={why === "left" ? "note" : "note caution"} role="status">
            {t("sign-in-why", { why })}
          </p>
        )}
        {drafts && <p className="note info">{t("sign-in-drafts")}</p>}
        {why === "unreachable" && (
          <Button className="btn lg" onPress={onAgain}>
            {t("act-again")}
          </Button>
        )}
        <Button className="btn pri lg" onPress={onSignIn}>
          {t("sign-in-act")}
        </Button>
        <Segments
          label={t("settings-language")}
          value={language}
          options={[
            { id: "zh-CN", words: t("language-zh") },
            { id: "en", words: t("language-en") },
          ]}
          onChange={(chosen) => settings.set({ ...now, language: chosen })}
        />
      </div>
    </main>
  );
}
