import { Button, Icon, TextEntry } from "@kangban/kit";

import type { ChoosePinView, Chrome, FailedView, InvitationView, LockView } from "../generated/types/types";
import { Calls } from "../parts/Calls";
import { Frame } from "../parts/Frame";
import { PinPad } from "../parts/PinPad";
import { useSend } from "../parts/send";

/** The app's mark: a heart with a tick. */
function Brand() {
  return (
    <span className="brand-mark" aria-hidden="true">
      <Icon name="heart" size="l" />
    </span>
  );
}

/** Nothing is known yet. Blocks appear only after a moment, because mostly there is nothing to wait for. */
export function Starting({ chrome }: { chrome: Chrome }) {
  return (
    <Frame chrome={chrome} place="Starting" centred>
      <div className="quiet-blocks" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
    </Frame>
  );
}

export function Failed({ chrome, view }: { chrome: Chrome; view: FailedView }) {
  const { lock } = useSend();
  return (
    <Frame
      chrome={chrome}
      place="Failed"
      centred
      dock={
        <>
          {view.action ? (
            <Button kind="primary" label={view.action} onPress={() => lock({ kind: "RetryPressed" })} />
          ) : null}
          <Calls calls={chrome.calls} open={false} />
        </>
      }
    >
      <div className="stack16">
        <span className="disc role-caution">
          <Icon name={view.icon} />
        </span>
        <p>{view.text}</p>
      </div>
    </Frame>
  );
}

export function Invitation({ chrome, view }: { chrome: Chrome; view: InvitationView }) {
  const { lock } = useSend();
  const submit = () => lock({ kind: "CodeSubmitted" });
  return (
    <Frame
      chrome={chrome}
      place="Invitation"
      beside={
        <Button
          kind="second"
          compact
          label={view.other_language}
          onPress={() => lock({ kind: "LanguageSwitched" })}
        />
      }
      dock={<Calls calls={chrome.calls} open={false} />}
    >
      <div className="stack24">
        <p>{view.intro}</p>
        <TextEntry
          field={view.code}
          code
          onTyped={(value) => lock({ kind: "CodeTyped", value })}
          onSubmit={submit}
        />
        <Button kind="primary" label={view.submit} busy={view.busy} onPress={submit} />
      </div>
    </Frame>
  );
}

export function ChoosePin({ chrome, view }: { chrome: Chrome; view: ChoosePinView }) {
  return (
    <Frame chrome={chrome} place="ChoosePin" centred>
      <div className="stack16">
        <p>{view.intro}</p>
        <PinPad pad={view.pad} />
        <p className="detail" role="status">
          {view.busy ? view.busy_text : ""}
        </p>
      </div>
    </Frame>
  );
}

export function Lock({ chrome, view }: { chrome: Chrome; view: LockView }) {
  const { lock } = useSend();
  return (
    <Frame
      chrome={chrome}
      place="Lock"
      centred
      beside={null}
      dock={<Calls calls={chrome.calls} open={false} />}
    >
      <div className="stack16">
        <Brand />
        {view.greeting ? <p className="greeting">{view.greeting}</p> : null}
        {view.wait ? (
          <p className="card role-info" role="status">
            {view.wait}
          </p>
        ) : null}
        {view.quick ? (
          <Button
            kind="second"
            label={view.quick.label}
            detail={view.quick.detail}
            icon={view.quick.icon}
            onPress={() => lock({ kind: "QuickPressed" })}
          />
        ) : null}
        <p role="status">{view.quick_text}</p>
        <PinPad pad={view.pad} />
        <Button kind="text" label={view.forgot} onPress={() => lock({ kind: "ForgotPressed" })} />
        <p role="status">{view.forgot_text}</p>
      </div>
    </Frame>
  );
}
