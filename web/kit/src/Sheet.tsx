import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

/** A modal sheet. Escape and a press outside close it, and focus goes back to where it was. */
export function Sheet(props: { title: string; open: boolean; onClosed: () => void; children: ReactNode }) {
  return (
    <ModalOverlay
      className="scrim"
      isOpen={props.open}
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClosed();
      }}
    >
      <Modal className="sheet">
        <Dialog className="sheet-inside">
          <Heading slot="title" className="sheet-title">
            {props.title}
          </Heading>
          {props.children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
