/** The router's link in the component library's clothes: typed addresses, the theme's look. */
import { Anchor as MantineAnchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';

type Plain = AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'color' | 'style'>;

/** A link within the console. */
export const Anchor = createLink(
  forwardRef<HTMLAnchorElement, Plain>(function Anchor(props, ref) {
    return <MantineAnchor ref={ref} {...props} />;
  }),
);

type PlainButton = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'color' | 'style'>;

/** A link that looks like a button. */
export const LinkButton = createLink(
  forwardRef<HTMLAnchorElement, PlainButton>(function LinkButton(props, ref) {
    return <Button component="a" ref={ref} {...props} />;
  }),
);
