/** Taking back a sign-in, read when somebody leaves: it brings more along than staying does. */
export { signOut } from '@aws-amplify/auth';
