/** Signing in with Cognito, by Amplify: SRP, so that the password never leaves the browser. */
import {
  confirmResetPassword,
  confirmSignIn,
  resetPassword,
  signIn,
  signOut,
  type SignInOutput,
} from '@aws-amplify/auth';
import { isNetworkError } from './session';

/** What the person has to give next. */
export type Step =
  { kind: 'done' } | { kind: 'new-password' } | { kind: 'code'; from: 'app' | 'message' } | { kind: 'reset' };

/** A sign-in that was refused, in a sentence for the person. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** Begin to sign in by e-mail address. Raises SignInRefused. */
export async function begin(email: string, password: string): Promise<Step> {
  return spoken(async () => {
    await signOut().catch(() => undefined);
    return stepOf(await signIn({ username: asKept(email), password }));
  });
}

/** Answer what was asked for: a new password, or a code. Raises SignInRefused. */
export async function answer(value: string): Promise<Step> {
  return spoken(async () => stepOf(await confirmSignIn({ challengeResponse: value })));
}

/** Have a code sent, to choose another password with. Raises SignInRefused. */
export async function forgot(email: string): Promise<void> {
  await spoken(() => resetPassword({ username: asKept(email) }));
}

/** Choose another password with the code. Raises SignInRefused. */
export async function choosePassword(email: string, code: string, password: string): Promise<void> {
  await spoken(() =>
    confirmResetPassword({ username: asKept(email), confirmationCode: code.trim(), newPassword: password }),
  );
}

/** An address as it was invited: the user pool tells capitals from small letters, people don't. */
function asKept(email: string): string {
  return email.trim().toLowerCase();
}

function stepOf(output: SignInOutput): Step {
  switch (output.nextStep.signInStep) {
    case 'DONE':
      return { kind: 'done' };
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return { kind: 'new-password' };
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return { kind: 'code', from: 'app' };
    case 'CONFIRM_SIGN_IN_WITH_SMS_CODE':
    case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE':
      return { kind: 'code', from: 'message' };
    case 'RESET_PASSWORD':
      return { kind: 'reset' };
    default:
      throw new SignInRefused(
        `Your account asks for a step that this console does not know (${output.nextStep.signInStep}).`,
      );
  }
}

async function spoken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignInRefused) throw error;
    throw new SignInRefused(sentence(error), { cause: error });
  }
}

const SENTENCES: Record<string, string> = {
  NotAuthorizedException: 'E-mail address or password is wrong, or the account is switched off.',
  UserNotFoundException: 'E-mail address or password is wrong, or the account is switched off.',
  CodeMismatchException: 'This code is not right. Look at it once more.',
  ExpiredCodeException: 'This code has run out. Ask for a new one.',
  EnableSoftwareTokenMFAException: 'This code is not right. Look at it once more.',
  LimitExceededException: 'Too many tries. Wait a quarter of an hour, then try again.',
  TooManyRequestsException: 'Too many tries. Wait a moment, then try again.',
};

function sentence(error: unknown): string {
  if (isNetworkError(error))
    return 'No connection to the sign-in service. Check your network, then try again.';
  if (!(error instanceof Error)) return 'Signing in failed for an unknown reason.';
  if (error.name === 'InvalidPasswordException' || error.name === 'InvalidParameterException')
    return error.message;
  return SENTENCES[error.name] ?? `Signing in failed: ${error.message}`;
}
