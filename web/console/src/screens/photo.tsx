import { useEffect, useState } from "react";
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";

import { type Trouble, troubleOf } from "../api/trouble";
import { useDesk } from "../app/desk";
import type { Photo } from "../live/chart";
import { useText } from "../text/use";
import { troubleWords } from "../text/words";
import { Icon } from "../ui/icon";

/** A photo of an entry: small in the list, whole on request. Its bytes stay in this page's memory. */
export function PhotoView({ photo, what }: { photo: Photo; what: string }) {
  const text = useText();
  const { t } = text;
  const { url, trouble } = usePicture(photo);
  if (trouble) {
    return (
      <span className="photo-wait" role="status">
        <Icon name="photo" /> {t("photo-trouble", { why: troubleWords(text, trouble) })}
      </span>
    );
  }
  if (url === null) return <span className="photo-wait">{t("photo-waiting")}</span>;
  return (
    <DialogTrigger>
      <Button className="photo" aria-label={t("photo-open", { what })}>
        <img src={url} alt={t("photo-of", { what })} />
      </Button>
      <ModalOverlay className="scrim" isDismissable>
        <Modal className="sheet wide-sheet">
          <Dialog>
            {({ close }) => (
              <>
                <div className="row">
                  <Heading slot="title">{t("photo-of", { what })}</Heading>
                  <Button className="btn sp" onPress={close}>
                    <Icon name="close" />
                    {t("act-close-sheet")}
                  </Button>
                </div>
                <img className="whole" src={url} alt={t("photo-of", { what })} />
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function usePicture(photo: Photo): { url: string | null; trouble: Trouble | null } {
  const { hospital } = useDesk();
  const [state, setState] = useState<{ url: string | null; trouble: Trouble | null }>({ url: null, trouble: null });
  const { url: path, type } = photo;
  useEffect(() => {
    const stop = new AbortController();
    let made: string | null = null;
    hospital.picture(path, type, stop.signal).then(
      (blob) => {
        if (stop.signal.aborted) return;
        made = URL.createObjectURL(blob);
        setState({ url: made, trouble: null });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ url: null, trouble: troubleOf(error) });
      },
    );
    return () => {
      stop.abort();
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [hospital, path, type]);
  return state;
}
