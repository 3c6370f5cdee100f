declare module "virtual:kangban/tokens.css";
