import { useState } from "react";
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";

import type { Invitation } from "../api/hospital";
import { useAct } from "../app/act";
import { useDesk } from "../app/desk";
import { millis } from "../fhir/read";
import type { Person } from "../fhir/types";
import { when } from "../text/time";
import { useText } from "../text/use";
import { identity } from "../text/words";
import { Icon } from "../ui/icon";
import { TroubleNote } from "../ui/parts";

/** A code with which the patient's own device is activated. */
export function Invite({ patient, person, now }: { patient: string; person: Person; now: number }) {
  const { t } = useText();
  return (
    <DialogTrigger>
      <Button className="btn">
        <Icon name="key" />
        {t("invite-open")}
      </Button>
      <ModalOverlay className="scrim" isDismissable>
        <Modal className="sheet">
          <Dialog>{({ close }) => <InviteSheet patient={patient} person={person} now={now} close={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function InviteSheet({
  patient,
  person,
  now,
  close,
}: {
  patient: string;
  person: Person;
  now: number;
  close: () => void;
}) {
  const text = useText();
  const { t } = text;
  const { hospital } = useDesk();
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const invite = useAct(async () => setInvitation(await hospital.invite(patient)));
  const until = millis(invitation?.expires);
  return (
    <div className="sheet-in">
      <Heading slot="title">{t("invite-title")}</Heading>
      <p>{t("invite-who", { who: identity(text, person, now) })}</p>
      <p className="m">{t("invite-how")}</p>
      <div role="status">
        {invitation && (
          <>
            <p className="code">{invitation.code}</p>
            {until !== null && <p className="m">{t("invite-until", { when: when(text, until, now) })}</p>}
          </>
        )}
      </div>
      {invite.trouble && <TroubleNote trouble={invite.trouble} />}
      <div className="row">
        {invitation === null && (
          <Button className="btn pri lg" onPress={() => void invite.run()} data-pending={invite.busy || undefined}>
            {t("invite-act")}
          </Button>
        )}
        <Button className="btn lg" onPress={close}>
          {t("act-close-sheet")}
        </Button>
      </div>
    </div>
  );
}
